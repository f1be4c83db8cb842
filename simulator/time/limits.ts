/** How long a `prepay_id` or `code_url` can be paid, whatever `time_expire` says (WeChat Pay, ordering FAQ). */
export const prepayLifeMs = 2 * 3_600_000;

/** After this WeChat itself closes an unpaid order. */
export const orderLifeMs = 7 * 24 * 3_600_000;

/** An earlier `time_expire` is raised to this distance from the first request. */
export const shortestPayableMs = 60_000;

/** The life of a code from `wx.login`. */
export const loginCodeLifeMs = 5 * 60_000;

/** How far a request's signature timestamp may be from the real clock, in seconds. */
export const signatureSkewSeconds = 300;
