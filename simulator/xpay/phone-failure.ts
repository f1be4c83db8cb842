/** What `wx.requestVirtualPayment` hands to its `fail`. */
export type PhoneFailure = { readonly kind: 'failed'; readonly errCode: number; readonly reason: string };

export const fail = (errCode: number, reason: string): PhoneFailure => ({ kind: 'failed', errCode, reason });
