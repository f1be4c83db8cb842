export type ErrorMeaning =
  | 'already_paid'
  | 'closed'
  | 'not_found'
  /** The merchant's account holds too little for a refund. */
  | 'balance_too_low'
  /** The same request may succeed later. */
  | 'temporary'
  /** The same request will never succeed. */
  | 'refused';

/** Old and new spellings coexist at WeChat: ORDERNOTEXIST, ORDER_NOT_EXIST. */
export const normaliseCode = (code: string): string => code.replaceAll('_', '').toUpperCase();

// WeChat Pay API v3, order error codes, in so far as they say more than the HTTP status does.
const meanings: ReadonlyMap<string, ErrorMeaning> = new Map([
  ['ORDERPAID', 'already_paid'],
  ['ORDERCLOSED', 'closed'],
  ['ORDERNOTEXIST', 'not_found'],
  ['ORDERNOTEXISTS', 'not_found'],
  ['RESOURCENOTEXIST', 'not_found'],
  ['RESOURCENOTEXISTS', 'not_found'],
  ['NOTENOUGH', 'balance_too_low'],
  ['SYSTEMERROR', 'temporary'],
  ['BANKERROR', 'temporary'],
  ['FREQUENCYLIMITED', 'temporary'],
  ['RATELIMITEXCEEDED', 'temporary'],
  // Sent with status 500, but no repetition changes them.
  ['OPENIDMISMATCH', 'refused'],
  ['INVALIDTRANSACTIONID', 'refused'],
]);

// A used number comes back under codes that cover many things; WeChat documents only the text of these two.
const ambiguousCodes: ReadonlySet<string> = new Set(['INVALIDREQUEST', 'OUTTRADENOUSED', 'TRADEERROR']);

/** What an error answer means for an order. `code` in any spelling; an unknown one is judged by the HTTP status. */
export function meaningOf(error: { httpStatus: number; code: string; message: string }): ErrorMeaning {
  const code = normaliseCode(error.code);
  const known = meanings.get(code);
  if (known !== undefined) return known;
  if (ambiguousCodes.has(code) && error.message.includes('订单已支付')) return 'already_paid';
  if (ambiguousCodes.has(code) && error.message.includes('订单已关闭')) return 'closed';
  return error.httpStatus === 429 || error.httpStatus >= 500 ? 'temporary' : 'refused';
}
