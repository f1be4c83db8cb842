import { DUE_COLUMNS } from './rows.ts';

/**
 * Bindings: endpoints that are busy, with how many sends each, now, lanes per endpoint, lanes in all. So many of each endpoint at
 * most: one with a long queue leaves the others their turn. Rows that another worker holds are left to it.
 */
export const takeDueSql = /* sql */ `
with busy as (select * from unnest(?::uuid[], ?::int[]) as b (id, sends))
select ${DUE_COLUMNS}
from webhooks.endpoints endpoint
left join busy on busy.id = endpoint.id
cross join lateral (
  select * from webhooks.deliveries queued
  where queued.endpoint_id = endpoint.id and queued.state = 'pending' and queued.due_at <= ?
  order by queued.due_at, queued.id limit greatest(? - coalesce(busy.sends, 0), 0)
  for no key update skip locked
) delivery
join webhooks.events event on event.id = delivery.event_id
where endpoint.enabled
order by delivery.due_at, delivery.id limit ?`;
