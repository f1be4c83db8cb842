/** 5000 → `50`, 990 → `9.90`: whole yuan stand without a fraction. */
export const yuan = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));

/** `¥50` */
export const price = (fen: number): string => `¥${yuan(fen)}`;

/** For the price component, where the fraction is smaller. */
export function priceParts(fen: number): { readonly whole: string; readonly fraction: string } {
  const [whole = '0', fraction = ''] = yuan(fen).split('.');
  return { whole: separated(Number(whole)), fraction: fraction && `.${fraction}` };
}

/** 1200 → `1,200`. Written out: the phones' Intl differ. */
export function separated(value: number): string {
  const digits = String(Math.abs(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return value < 0 ? `-${digits}` : digits;
}
