import { chargeBatchSql } from '../../src/adapters/postgres/usage/charge-batch.sql.ts';
import { chargeOneSql } from '../../src/adapters/postgres/usage/charge-one.sql.ts';
import type { Mistake } from './planted-mistakes.ts';
import type { Mode } from './usage-agreement.ts';

const TOKENS_END = 'tok.expires_at is null or tok.expires_at > t';
const SECRETS_END = 'secret.expires_at is null or secret.expires_at > t';
const PRICES = 'order by p.version desc limit 1';

const ONE: readonly Mistake[] = [
  { says: 'ignored how far ahead it is', from: 'p_ahead_ms * interval', to: '0 * interval' },
  { says: 'let expired tokens of services in', from: `and (${TOKENS_END})`, to: '' },
  { says: 'let disabled services in', from: ' and s.enabled', to: '' },
  {
    says: 'took any secret',
    from: 'secret.id = p_signed_with and secret.service_id = s.id',
    to: 'secret.id = p_signed_with',
  },
  { says: 'took expired secrets', from: `and (${SECRETS_END})`, to: '' },
  {
    says: 'asked for the network before the operation',
    from: `    when asked.operations is not null and 'usage' <> all (asked.operations) then 'operation_not_granted'\n    when asked.service_networks is not null and not coalesce(p_peer <<= any (asked.service_networks), false) then 'network_not_allowed'`,
    to: `    when asked.service_networks is not null and not coalesce(p_peer <<= any (asked.service_networks), false) then 'network_not_allowed'\n    when asked.operations is not null and 'usage' <> all (asked.operations) then 'operation_not_granted'`,
  },
  {
    says: 'let services in from nowhere',
    from: 'coalesce(p_peer <<= any (asked.service_networks), false)',
    to: 'p_peer <<= any (asked.service_networks)',
  },
  {
    says: 'said what is sold to who has no key',
    from: `when asked.key_id is null then 'key_unknown'\n    when asked.version is null then 'unknown_api'`,
    to: `when asked.version is null then 'unknown_api'\n    when asked.key_id is null then 'key_unknown'`,
  },
  { says: 'took a price that is announced', from: 'p.effective_from <= t', to: 'true' },
  { says: 'took a price too late', from: 'p.effective_from <= t', to: 'p.effective_from < t' },
  { says: 'took the first price', from: PRICES, to: 'order by p.version limit 1' },
  { says: 'forgot to look for what was answered', from: `e.cause_id = usage_id and`, to: 'false and' },
  {
    says: 'answered with the first line of a call again',
    from: 'last.seq = any (array[e.seq + e.parts - 1])',
    to: 'last.seq = e.seq',
  },
  {
    says: 'summed up one line too many',
    from: 'between e.seq and e.seq + e.parts - 1',
    to: 'between e.seq and e.seq + e.parts',
  },
  { says: 'did not mind the quantity of what was answered', from: 'and earlier.quantity = p_quantity', to: '' },
  { says: 'took yesterday’s points for today’s', from: 'if asked.day <> today then', to: 'if false then' },
  { says: 'had days of Greenwich', from: `(t at time zone 'Asia/Shanghai')::date`, to: `(t at time zone 'UTC')::date` },
  { says: 'did not roll the window', from: 'if asked.rate_window <> win then', to: 'if false then' },
  {
    says: 'began windows a second late',
    from: 'floor(extract(epoch from t) / asked.rate_seconds)',
    to: 'ceil(extract(epoch from t) / asked.rate_seconds)',
  },
  { says: 'used keys at the instant of their end', from: 'asked.expires_at <= t', to: 'asked.expires_at < t' },
  { says: 'took no scope for all', from: 'p_api <> all (asked.scope)', to: 'not p_api <> all (asked.scope)' },
  { says: 'let callers in from nowhere', from: 'and p_ip is null', to: 'and false' },
  {
    says: 'refused the last call of a window',
    from: 'asked.calls_in_window + p_quantity > asked.rate_calls',
    to: 'asked.calls_in_window + p_quantity >= asked.rate_calls',
  },
  {
    says: 'counted a request as one call',
    from: 'asked.calls_in_window + p_quantity > asked',
    to: 'asked.calls_in_window + 1 > asked',
  },
  {
    says: 'held the whole life against the daily budget',
    from: 'asked.points_today + points > asked.daily_budget',
    to: 'asked.points_total + points > asked.daily_budget',
  },
  {
    says: 'refused the last point of the budget',
    from: 'asked.points_total + points > asked.total_budget',
    to: 'asked.points_total + points >= asked.total_budget',
  },
  { says: 'drew from a lot that has expired', from: ' and account.lot_expires_at > t', to: '' },
  { says: 'drew more than the open lot has', from: 'account.lot_left > points and', to: '' },
  { says: 'left the open lot as it was', from: ', lot_left = account.lot_left - points', to: '' },
  { says: 'chained to nothing', from: 'sha256(account.hash ||', to: 'sha256(' },
  { says: 'went back in time', from: 'account.last_at := greatest(account.last_at, t);', to: 'account.last_at := t;' },
  {
    says: 'forgot the price’s version',
    from: 'asked.service_id, p_quantity, asked.version, p_api, account',
    to: 'asked.service_id, p_quantity, 1, p_api, account',
  },
  { says: 'said when the window began', from: '(win + 1) * asked.rate_seconds', to: 'win * asked.rate_seconds' },
  {
    says: 'counted a use by each key of the account',
    from: 'm.key_id = asked.key_id and m.user_id = asked.user_id;',
    to: 'm.user_id = asked.user_id;',
  },
  {
    says: 'answered with the time of a clock that has gone back',
    from: 'extract(epoch from greatest(account.last_at, t))',
    to: 'extract(epoch from t)',
  },
];

const BATCH: readonly Mistake[] = [
  { says: 'ignored how far ahead it is', from: 'p_ahead_ms * interval', to: '0 * interval' },
  { says: 'had days of Greenwich', from: `(t at time zone 'Asia/Shanghai')::date`, to: `(t at time zone 'UTC')::date` },
  { says: 'let expired tokens of services in', from: `and (${TOKENS_END})`, to: '' },
  { says: 'took any secret', from: ' and secret.service_id = s.id', to: '' },
  { says: 'took an announced price', from: 'p.effective_from <= t', to: 'true' },
  {
    says: 'mixed up the services',
    from: `'00000000-0000-0000-0000-000000000000') order by nth)`,
    to: `'00000000-0000-0000-0000-000000000000') order by nth desc)`,
  },
  {
    says: 'mixed up the prices',
    from: 'array_agg(coalesce(price.points_per_call, 0) order by nth)',
    to: 'array_agg(coalesce(price.points_per_call, 0) order by nth desc)',
  },
  {
    says: 'took points once for many calls',
    from: 'prices[r.api] * r.quantity as points',
    to: 'prices[r.api] as points',
  },
  { says: 'went back in time', from: 'greatest(account.last_at, t) as at', to: 't as at' },
  {
    says: 'drew from a lot that has expired',
    from: 'case when account.lot_expires_at > t then account.lot_left else 0 end',
    to: 'account.lot_left',
  },
  {
    says: 'gave each window all its calls',
    from: 'then k.rate_calls - m.calls_in_window\n',
    to: 'then k.rate_calls\n',
  },
  {
    says: 'forgot the budget of a day',
    from: 'least(k.daily_budget - case when m.day = today then m.points_today else 0 end, k.total_budget - m.points_total)',
    to: 'k.total_budget - m.points_total',
  },
  { says: 'forgot the budget of a life', from: ', k.total_budget - m.points_total)', to: ', null)' },
  { says: 'let disabled keys pass', from: 'when not k.enabled then', to: 'when false then' },
  { says: 'used keys at the instant of their end', from: 'k.expires_at <= t then', to: 'k.expires_at < t then' },
  {
    says: 'asked for the scope before the end',
    from: 'when k.expires_at <= t then',
    to: 'when k.expires_at <= t and k.scope is null then',
  },
  {
    says: 'let callers in from anywhere',
    from: 'when k.networks is not null and not r.ip <<= any (k.networks) then',
    to: 'when false then',
  },
  {
    says: 'charged what was answered before again, by the open lot',
    from: 'when earlier.seq is not null and code',
    to: 'when false and code',
  },
  {
    says: 'took another account’s call for an answer',
    from: 'and e.account_id = asked.account_id',
    to: 'and e.account_id <> asked.account_id',
  },
  { says: 'let each call alone be covered', from: '(sum(points) over of_account) < lot_room', to: 'points < lot_room' },
  {
    says: 'let each call alone be within the limit',
    from: '(sum(quantity) over of_key) <= calls_room',
    to: 'quantity <= calls_room',
  },
  {
    says: 'counted requests, not calls',
    from: '(sum(quantity) over of_key) <= calls_room',
    to: '(count(*) over of_key) <= calls_room',
  },
  {
    says: 'let each call alone be within the budget',
    from: '(sum(points) over of_key) <= points_room',
    to: 'points <= points_room',
  },
  {
    says: 'decided at a glance what the neighbour’s calls left no room for',
    from: 'bool_and(covered) over (partition by account_id, verdict)',
    to: 'covered',
  },
  {
    says: 'ran the numbers through all accounts',
    from: 'so_far as (partition by account_id, verdict order by key_id, ord)',
    to: 'so_far as (partition by verdict order by key_id, ord)',
  },
  {
    says: 'chained in another order',
    from: 'over (partition by account_id, verdict order by key_id, ord) as new_hash',
    to: 'over (partition by account_id, verdict order by ord) as new_hash',
  },
  {
    says: 'chained each line to the head',
    from: `case when nth = 1 then hash else '' end`,
    to: `case when nth >= 1 then hash else '' end`,
  },
  {
    says: 'wrote the balance of the end into each line',
    from: `-points, balance - upto, at, lot_id`,
    to: `-points, balance - points, at, lot_id`,
  },
  {
    says: 'counted from the head itself',
    from: 'select account_id, last_seq + nth,',
    to: 'select account_id, last_seq + nth + 1,',
  },
  { says: 'moved the head by the first line', from: 'last.nth = last.of_account and', to: 'last.nth = 1 and' },
  { says: 'left the open lot as it was', from: 'lot_left = last.lot_room - last.upto', to: 'lot_left = last.lot_room' },
  { says: 'kept the hash of before', from: 'hash = last.new_hash', to: 'hash = last.hash' },
  {
    says: 'added today to yesterday',
    from: 'points_today = case when m.day = today then m.points_today else 0 end',
    to: 'points_today = m.points_today',
  },
  {
    says: 'began the window anew',
    from: `calls_in_window = case when used.win is null then 0 when m.rate_window = used.win then m.calls_in_window + used.key_calls else used.key_calls end`,
    to: 'calls_in_window = used.key_calls',
  },
  {
    says: 'counted requests as calls',
    from: 'sum(quantity) over of_key as key_calls',
    to: 'count(*) over of_key as key_calls',
  },
  { says: 'forgot when the key was used', from: 'last_used_at = t\n', to: 'last_used_at = m.last_used_at\n' },
  {
    says: 'answered with the balance of before',
    from: 'array_agg(points), array_agg(balance - upto)',
    to: 'array_agg(points), array_agg(balance)',
  },
  {
    says: 'answered with a time of its own',
    from: `array_agg((date_part('epoch', at) * 1000)::bigint)`,
    to: 'array_agg(t_ms)',
  },
  {
    says: 'left over the last requests first',
    from: `where codes[nth] = 'undecided' order by owners[nth], ords[nth])`,
    to: `where codes[nth] = 'undecided' order by owners[nth], ords[nth] desc)`,
  },
  { says: 'mixed up the keys of what is left', from: 'p_key[ord], p_ip[ord],', to: 'p_key[nth], p_ip[ord],' },
];

type Planted = {
  readonly name: string;
  readonly sql: string;
  readonly modes: readonly Mode[];
  readonly mistakes: readonly Mistake[];
};
export const USAGE_MISTAKES: readonly Planted[] = [
  { name: 'usage.charge_one', sql: chargeOneSql, modes: ['one by one'], mistakes: ONE },
  { name: 'usage.charge_batch', sql: chargeBatchSql, modes: ['in batches'], mistakes: BATCH },
];
