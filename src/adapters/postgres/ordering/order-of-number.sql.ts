/** Each number by an index of its own. Bindings: the number, four times. */
export const orderOfNumberSql = /* sql */ `
select order_id from ordering.payment_attempts where out_trade_no = ?
union all
select id from ordering.orders where transaction_id = ?
union all
select order_id from ordering.refunds where out_refund_no = ?
union all
select order_id from ordering.refunds where transaction_id = ? and origin = 'duplicate_payment'
limit 1`;

/** Of a payment that was set aside, only the history has the number. There are few of those. Binding: the number. */
export const orderOfMismatchSql = /* sql */ `
select event.order_id from ordering.payment_attempts attempt
join ordering.order_events event on event.order_id = attempt.order_id
where attempt.quarantined_at is not null and event.detail ->> 'transactionId' = ?
limit 1`;

/** By an index on just this expression. Binding: the numbers. */
export const notificationsOfSql = /* sql */ `
select * from ordering.payment_inbox
where coalesce(subject #>> '{payment,outTradeNo}', subject #>> '{refund,outTradeNo}', subject ->> 'outTradeNo') = any (?)
order by received_at, notification_id`;
