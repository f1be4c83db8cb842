/** Bindings: now, limit. Rows that another worker holds are left to it. */
export const takeDuePollsSql = /* sql */ `
select out_trade_no, poll_count, expires_at from ordering.payment_attempts
where next_poll_at <= ?
order by next_poll_at limit ?
for no key update skip locked`;

/** Bindings: now, limit. */
export const takeDueClosesSql = /* sql */ `
select out_trade_no from ordering.payment_attempts
where next_close_at <= ?
order by next_close_at limit ?
for no key update skip locked`;

/** Bindings: now, limit. */
export const takeDueNotificationsSql = /* sql */ `
select notification_id, tries from ordering.payment_inbox
where next_try_at <= ?
order by next_try_at limit ?
for no key update skip locked`;
