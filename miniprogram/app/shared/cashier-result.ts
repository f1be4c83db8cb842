/** What the phone says about a payment. It is a hint: the server knows. */
export type CashierResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string };

const VIRTUAL_CANCELLED = -2;
const UNEXPLAINED = '支付未完成，请稍后重试';

/** `requestPayment:fail cancel`, `requestPayment:fail 余额不足`; virtual payment says it with a number. */
export function cashierFailure({
  errMsg,
  errCode,
}: {
  readonly errMsg: string;
  readonly errCode?: number;
}): CashierResult {
  const reason = errMsg.replace(/^\w+:fail:?\s*/, '');
  if (/^cancel/.test(reason) || errCode === VIRTUAL_CANCELLED) return { kind: 'cancelled' };
  // What is not written for people stays with us.
  return { kind: 'failed', reason: /[\u4e00-\u9fff]/.test(reason) ? reason : UNEXPLAINED };
}
