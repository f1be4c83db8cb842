import { entryBytesSql } from '../entry-bytes.sql.ts';
import { usageIdSql } from './usage-id.sql.ts';

const bytes = entryBytesSql({
  ...{ account: 'account_id', seq: 'last_seq + nth', at: 'at', change: '-points' },
  ...{ balanceAfter: 'balance - upto', lot: 'lot_id', cause: 'usage_id', part: '1', parts: '1' },
  ...{ key: 'key_id', service: 'service_id', quantity: 'quantity', version: 'price_version' },
  ...{ kind: `'consume'`, api: 'p_apis[api]' },
});

/** What a request may be found to be before its key's limits and its points are looked at; 0: nothing speaks against it. */
const CODES = [
  ...['undecided', 'service_token_unknown', 'operation_not_granted', 'network_not_allowed', 'signature_required'],
  ...[
    'key_unknown',
    'unknown_api',
    'key_disabled',
    'key_expired',
    'scope_missing',
    'client_ip_missing',
    'ip_not_allowed',
  ],
] as const;
const is = (code: (typeof CODES)[number]): number => CODES.indexOf(code) + 1;

/**
 * Many calls in one transaction and a handful of statements. Those that their account's open lot and their key's limits
 * cover, all of the batch together, are decided and written as one set; the rest goes to `usage.charge_one`, for each account
 * in the order of arrival. Answers are arrays of equal length, `ords` saying which request each is for; the other arrays are what
 * `charge_one` gives.
 *
 * Callers (token, peer, signature) and APIs come as lists of the different ones, which the requests point into. No two
 * requests of a batch have the same caller, key and idempotency key.
 *
 * The plan is made once per connection and stays, perhaps from a time at which there was next to nothing in the tables. So it
 * is pinned: `= any (array[…])` can be looked up in an index and in no other way, which a plain `=` can (as a join of two lists
 * that are read through). test/contract/usage-plan.
 *
 * What costs: rows are kept narrow and sorted once, since every window and CTE copies them; the journal has no foreign key.
 */
export const chargeBatchSql = /* sql */ `
create or replace function usage.charge_batch(
  p_tokens bytea[], p_peers inet[], p_signed_with uuid[], p_apis text[],
  p_caller integer[], p_key bytea[], p_ip inet[], p_api integer[], p_quantity integer[], p_idempotency_key text[], p_ahead_ms bigint,
  out ords integer[], out codes text[], out usage_ids uuid[], out points bigint[], out points_left bigint[],
  out expiry_ms bigint[], out at_ms bigint[]
) language plpgsql
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
set enable_bitmapscan = off set enable_material = off set jit = off as $$
#variable_conflict use_column
declare
  t timestamptz(3);
  t_ms bigint;
  t_seconds bigint;
  today date;
  services uuid[];
  refusals integer[];
  prices bigint[];
  versions integer[];
  owners uuid[];
  one record;
begin
  -- Locked in one order, so that two batches never wait for each other in a circle; the next statement sees what was committed.
  perform 1 from ledger.accounts
  where id = any (array(select user_id from keyvault.api_keys where digest = any (p_key)))
  order by id for no key update;
  t := date_trunc('milliseconds', clock_timestamp()) + p_ahead_ms * interval '1 millisecond';
  t_ms := extract(epoch from t) * 1000;
  t_seconds := t_ms / 1000;
  today := (t at time zone 'Asia/Shanghai')::date;

  select array_agg(coalesce(s.id, '00000000-0000-0000-0000-000000000000') order by nth),
         array_agg(case
           when s.id is null then ${is('service_token_unknown')}
           when s.operations is not null and 'usage' <> all (s.operations) then ${is('operation_not_granted')}
           when s.networks is not null and not coalesce(caller.peer <<= any (s.networks), false) then ${is('network_not_allowed')}
           when s.requires_signature and not exists (
             select 1 from keyvault.signing_secrets secret
             where secret.id = caller.signed_with and secret.service_id = s.id and (secret.expires_at is null or secret.expires_at > t)
           ) then ${is('signature_required')}
           else 0 end order by nth)
  into services, refusals
  from unnest(p_tokens, p_peers, p_signed_with) with ordinality caller (token, peer, signed_with, nth)
  left join keyvault.service_tokens tok on tok.digest = caller.token and (tok.expires_at is null or tok.expires_at > t)
  left join keyvault.services s on s.id = tok.service_id and s.enabled;

  select array_agg(coalesce(price.points_per_call, 0) order by nth), array_agg(coalesce(price.version, 0) order by nth)
  into prices, versions
  from unnest(p_apis) with ordinality sold (code, nth)
  left join lateral (
    select p.points_per_call, p.version from catalog.sold_api_prices p
    where p.code = sold.code and p.effective_from <= t order by p.version desc limit 1
  ) price on true;

  with asked as (
    select r.ord::integer as ord, r.api, r.quantity, services[r.caller] as service_id,
           prices[r.api] * r.quantity as points, versions[r.api] as price_version,
           k.id as key_id, k.user_id as account_id,
           account.last_seq, account.balance, greatest(account.last_at, t) as at, account.hash, account.lot_id,
           case when account.lot_expires_at > t then account.lot_left else 0 end as lot_room, account.lot_expires_at,
           case when k.rate_calls is null then 2147483647
                when m.rate_window = t_seconds / k.rate_seconds then k.rate_calls - m.calls_in_window
                else k.rate_calls end as calls_room,
           least(k.daily_budget - case when m.day = today then m.points_today else 0 end, k.total_budget - m.points_total)
             as points_room,
           t_seconds / k.rate_seconds as win,
           ${usageIdSql({ service: 'services[r.caller]', account: 'k.user_id', idempotencyKey: 'r.idempotency_key' })} as usage_id,
           case
             when refusals[r.caller] > 0 then refusals[r.caller]
             when k.id is null then ${is('key_unknown')}
             when versions[r.api] = 0 then ${is('unknown_api')}
             when k.expires_at <= t then ${is('key_expired')}
             when not k.enabled then ${is('key_disabled')}
             when k.scope is not null and p_apis[r.api] <> all (k.scope) then ${is('scope_missing')}
             when k.networks is not null and r.ip is null then ${is('client_ip_missing')}
             when k.networks is not null and not r.ip <<= any (k.networks) then ${is('ip_not_allowed')}
             else 0
           end as code
    from unnest(p_caller, p_key, p_ip, p_api, p_quantity, p_idempotency_key)
      with ordinality r (caller, key, ip, api, quantity, idempotency_key, ord)
    left join keyvault.api_keys k on k.digest = any (array[r.key])
    left join ledger.accounts account on account.id = any (array[k.user_id])
    left join keyvault.key_meters m on m.key_id = any (array[k.id]) and m.user_id = any (array[k.user_id])
    -- Joined before the journal is probed: its index wants the id.
    offset 0
  ),
  found as (
    select asked.*, case when earlier.seq is not null and code not between ${is('service_token_unknown')} and ${is('unknown_api')}
                         then ${is('undecided')} else code end as verdict
    from asked
    left join lateral (
      select e.seq from ledger.entries e
      where e.cause_id = asked.usage_id and e.account_id = asked.account_id and e.kind = 'consume' and e.part = 1 limit 1
    ) earlier on true
  ),
  running as (
    select *, (sum(points) over so_far)::bigint as upto, row_number() over so_far as nth, count(*) over of_account as of_account,
           (sum(points) over of_account) < lot_room and (sum(quantity) over of_key) <= calls_room
             and (points_room is null or (sum(points) over of_key) <= points_room) as covered,
           row_number() over so_far_of_key = count(*) over of_key as last_of_key,
           sum(quantity) over of_key as key_calls, sum(points) over of_key as key_points
    from found
    window of_account as (partition by account_id, verdict), so_far as (partition by account_id, verdict order by key_id, ord),
           of_key as (partition by account_id, verdict, key_id), so_far_of_key as (partition by account_id, verdict, key_id order by ord)
  ),
  judged as materialized (
    select *, verdict = 0 and coalesce(bool_and(covered) over (partition by account_id, verdict), false) as fits,
           ledger.chain(case when nth = 1 then hash else '' end || ${bytes})
             over (partition by account_id, verdict order by key_id, ord) as new_hash
    from running
  ),
  posted as (
    insert into ledger.entries
      (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id,
       key_id, service_id, quantity, price_version, api_code, hash)
    select account_id, last_seq + nth, 'consume', 1, 1, -points, balance - upto, at, lot_id, usage_id,
           key_id, service_id, quantity, price_version, p_apis[api], new_hash
    from judged where fits
  ),
  moved as (
    update ledger.accounts account
    set last_seq = last.last_seq + last.nth, balance = last.balance - last.upto, last_at = last.at,
        lot_left = last.lot_room - last.upto, hash = last.new_hash
    from judged last where last.fits and last.nth = last.of_account and account.id = any (array[last.account_id])
  ),
  metered as (
    update keyvault.key_meters m
    set day = today,
        calls_today = case when m.day = today then m.calls_today else 0 end + used.key_calls,
        points_today = case when m.day = today then m.points_today else 0 end + used.key_points,
        points_total = m.points_total + used.key_points,
        rate_window = coalesce(used.win, 0),
        calls_in_window = case when used.win is null then 0 when m.rate_window = used.win then m.calls_in_window + used.key_calls else used.key_calls end,
        last_used_at = t
    from judged used where used.fits and used.last_of_key and m.key_id = any (array[used.key_id]) and m.user_id = used.account_id
  )
  select array_agg(ord),
         array_agg(case when fits then 'allowed' when verdict = 0 then 'undecided' else (array['${CODES.join("','")}'])[verdict] end),
         array_agg(usage_id), array_agg(points), array_agg(balance - upto),
         array_agg((date_part('epoch', lot_expires_at) * 1000)::bigint),
         array_agg((date_part('epoch', at) * 1000)::bigint), array_agg(account_id)
  into ords, codes, usage_ids, points, points_left, expiry_ms, at_ms, owners
  from judged;

  if 'undecided' = any (codes) then
    -- By account, since those that have no row yet are opened here, and two batches would wait for each other in a circle.
    for one in
      select at.nth, result.*
      from (select nth, ords[nth] as ord from generate_subscripts(codes, 1) nth where codes[nth] = 'undecided' order by owners[nth], ords[nth]) at,
      lateral usage.charge_one(p_tokens[p_caller[ord]], p_peers[p_caller[ord]], p_signed_with[p_caller[ord]], p_key[ord], p_ip[ord],
        p_apis[p_api[ord]], p_quantity[ord], p_idempotency_key[ord], p_ahead_ms) result
    loop
      codes[one.nth] := one.code;
      usage_ids[one.nth] := one.usage_id;
      points[one.nth] := one.points;
      points_left[one.nth] := one.points_left;
      expiry_ms[one.nth] := one.expiry_ms;
      at_ms[one.nth] := one.at_ms;
    end loop;
  end if;
end $$`;
