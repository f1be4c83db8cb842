import { DIFFERENCE_CLASSES } from '../../../domain/ordering/reconciliation/difference.ts';
import { dueSql, MADE_WITHIN, MIDNIGHT, NOW, secondsSince } from '../figures-moment.ts';

/** What was paid today was ordered within three days: no provider takes money for an order that is older. */
const paidToday = `ordering.orders where id > ${MADE_WITHIN.threeDays} and settled_at >= ${MIDNIGHT}`;

/** Of each day's bill, the newest comparison counts. */
const differencesNow = /* sql */ `
select 'bill_differences', told.class, count(found.no)::float8
from unnest(array['${DIFFERENCE_CLASSES.join("','")}']) told (class)
left join (
  ordering.reconciliation_differences found
  join (select distinct on (mchid, day) id from ordering.reconciliations
        where finished_at is not null order by mchid, day, begun_at desc) newest on newest.id = found.reconciliation_id
) on found.class = told.class and found.resolved_at is null
group by told.class`;

/** Rows: name, label, value. */
export const orderingFiguresSql = /* sql */ `
select 'orders_paid_total', null, count(*)::float8 from ${paidToday}
union all
select 'orders_paid_fen_total', null, coalesce(sum(amount_fen), 0)::float8 from ${paidToday}
union all
select 'payments_in_doubt', null, (
  (select count(*) from ordering.payment_attempts
   where next_close_at is not null and ended_at is null
     and coalesce(payable_until, expires_at) < ${NOW} - interval '1 minute')
  + (select count(*) from ordering.orders o join ordering.payment_attempts a on a.order_id = o.id
     where o.status = 'pending' and a.quarantined_at is not null))::float8
union all
select 'oldest_paid_not_granted_seconds', null, ${secondsSince('min(received_at)')}
from ordering.payment_inbox where next_try_at is not null and subject->>'kind' = 'payment'
union all
select 'inbox_failing', 'payment', count(*)::float8
from ordering.payment_inbox where next_try_at is not null and tries > 0
union all ${differencesNow}
union all ${dueSql('handle-notifications', 'ordering.payment_inbox where next_try_at is not null', 'next_try_at')}
union all ${dueSql('poll-payments', 'ordering.payment_attempts where next_poll_at is not null', 'next_poll_at')}
union all ${dueSql('close-expired-orders', 'ordering.payment_attempts where next_close_at is not null', 'next_close_at')}
union all ${dueSql('send-refunds', "ordering.refunds where status = 'approved'", 'next_try_at')}
union all ${dueSql('poll-refunds', "ordering.refunds where status in ('processing', 'abnormal')", 'next_try_at')}
union all ${dueSql('report-deliveries', 'ordering.deliveries where next_report_at is not null', 'next_report_at')}
union all ${dueSql('reconcile-bills', 'ordering.bill_days where next_try_at is not null', 'next_try_at')}`;
