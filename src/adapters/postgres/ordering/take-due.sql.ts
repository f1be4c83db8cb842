import { selectRefundsSql } from './refund-rows.ts';

/** Bindings: now, limit. Rows that another worker holds are left to it. */
export const takeDuePollsSql = /* sql */ `
select out_trade_no, poll_count, coalesce(payable_until, expires_at) as expires_at from ordering.payment_attempts
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

/** Bindings: now, limit. */
export const takeDueSendsSql = /* sql */ `
${selectRefundsSql}
where r.status = 'approved' and r.next_try_at <= ?
order by r.next_try_at limit ?
for no key update of r skip locked`;

/** Bindings: now, limit. */
export const takeDueRefundPollsSql = /* sql */ `
${selectRefundsSql}
where r.status in ('processing', 'abnormal') and r.next_try_at <= ?
order by r.next_try_at limit ?
for no key update of r skip locked`;

/** Bindings: now, limit. */
export const takeDueReportsSql = /* sql */ `
select out_trade_no, owed_since, tries from ordering.deliveries
where next_report_at <= ?
order by next_report_at limit ?
for no key update skip locked`;
