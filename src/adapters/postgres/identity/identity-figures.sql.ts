import { dueSql, MADE_WITHIN } from '../figures-moment.ts';

/** Rows: name, label, value. */
export const identityFiguresSql = /* sql */ `
select 'inbox_failing', 'follower', count(*)::float8
from identity.follower_events where next_try_at is not null and tries > 0
union all
select 'notices_failed', null, count(*)::float8 from identity.notices where id > ${MADE_WITHIN.day} and state = 'failed'
union all ${dueSql('handle-follower-events', 'identity.follower_events where next_try_at is not null', 'next_try_at')}
union all ${dueSql('send-notices', 'identity.notices where next_try_at is not null', 'next_try_at')}
union all ${dueSql('close-accounts', 'identity.closings where true', 'next_look_at')}`;
