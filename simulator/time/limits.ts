const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long a `prepay_id` or `code_url` can be paid, whatever `time_expire` says (WeChat Pay, ordering FAQ). */
export const prepayLifeMs = 2 * hourMs;

/** After this WeChat itself closes an unpaid order. */
export const orderLifeMs = 7 * dayMs;

/** An earlier `time_expire` is raised to this distance from the first request. */
export const shortestPayableMs = 60_000;

/** The life of a code from `wx.login`. */
export const loginCodeLifeMs = 5 * 60_000;

/** How far a request's signature timestamp may be from the real clock, in seconds. */
export const signatureSkewSeconds = 300;

/** A payment can be refunded for so long (WeChat Pay, refund). */
export const refundableForMs = 365 * dayMs;

/** Two refunds of one order must be this far apart. */
export const refundsApartMs = 60_000;

export const refundsPerOrder = 50;

/** The life of a bill's `download_url`: 5 minutes in WeChat's newer documents, 30 seconds in older ones. */
export const billAddressLifeMs = 5 * 60_000;

/** From midnight of a day to the moment that its bill is made: 09:00 on the next one. */
export const billReadyAfterMs = dayMs + 9 * hourMs;

export const billDayMs = dayMs;
