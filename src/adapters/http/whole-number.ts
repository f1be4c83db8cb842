/** Points in JSON. The tables admit no count beyond 2^53 − 1, so that a larger one is a fault and never a rounded number. */
export function wholeNumber(value: bigint): number {
  if (value > Number.MAX_SAFE_INTEGER) throw new RangeError(`not representable in JSON: ${value}`);
  return Number(value);
}
