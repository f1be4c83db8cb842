/** What WeChat Pay keeps of a payment: 0.60 %, rounded to a fen, as its bills show. */
export const feeRate = '0.60%';

export const feeFenOf = (amountFen: number): number => Math.floor((amountFen * 6 + 500) / 1000);
