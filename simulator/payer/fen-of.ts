/** Fen of an amount that a person has typed in yuan; undefined when it is none above zero. */
export function fenOf(yuanText: string): number | undefined {
  const [, whole, cents = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(yuanText.trim()) ?? [];
  const amountFen = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return whole !== undefined && amountFen > 0 ? amountFen : undefined;
}
