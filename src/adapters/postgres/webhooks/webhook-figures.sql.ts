import { dueSql, MADE_WITHIN } from '../figures-moment.ts';

/** Ten tries take more than three days. Rows: name, label, value. */
export const webhookFiguresSql = /* sql */ `
select 'webhook_deliveries_failed', null, count(*)::float8
from webhooks.deliveries where id > ${MADE_WITHIN.week} and state = 'failed'
union all
select 'webhook_endpoints_failing', null, count(*)::float8
from webhooks.endpoints where enabled and alarmed_at is not null
union all ${dueSql('relay-webhooks', "webhooks.deliveries where state = 'pending'", 'due_at')}`;
