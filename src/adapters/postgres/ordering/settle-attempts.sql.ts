/**
 * The attempt that paid needs no more questions. Every other one is to be closed at its provider at once, and is asked about
 * as before: a payer may be at it.
 * Bindings: the paying attempt twice, now, order.
 */
export const settleAttemptsSql = /* sql */ `
update ordering.payment_attempts
set next_poll_at = case when out_trade_no = ? then null else next_poll_at end,
    next_close_at = case when out_trade_no = ? or ended_at is not null or quarantined_at is not null then null else ?::timestamptz end
where order_id = ?`;
