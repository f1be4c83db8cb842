import { entryBytesSql } from '../entry-bytes.sql.ts';
import { usageIdSql } from './usage-id.sql.ts';

const bytes = entryBytesSql({
  ...{ account: 'account.id', seq: 'account.last_seq', at: 'account.last_at', change: '-points' },
  ...{ balanceAfter: 'account.balance', lot: 'account.lot_id', cause: 'usage_id', part: '1', parts: '1' },
  ...{ key: 'asked.key_id', service: 'asked.service_id', quantity: 'p_quantity', version: 'asked.version' },
  ...{ kind: `'consume'`, api: 'p_api' },
});

/**
 * One call, from the service's token to the points, in the order of `chargeUsage` in src/application/ledger. A lone request
 * comes here, and so does whatever `usage.charge_batch` does not decide at a glance. test/agreement keeps it equal to the
 * rule.
 *
 * Its plan is pinned as that of the batch.
 *
 * `code` is 'allowed', 'replayed', 'conflict', or why not. `points` and `points_left` say what was taken and is left; of a
 * refusal by points what it needs and what there is, by a budget its size and what is spent, by the rate limit its calls
 * and seconds. `expiry_ms` is when the lot expires that paid last, or when the window of the rate limit ends.
 */
export const chargeOneSql = /* sql */ `
create or replace function usage.charge_one(
  p_token bytea, p_peer inet, p_signed_with uuid, p_key bytea, p_ip inet, p_api text, p_quantity integer, p_idempotency_key text,
  p_ahead_ms bigint,
  out code text, out usage_id uuid, out points bigint, out points_left bigint, out expiry_ms bigint, out at_ms bigint
) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_variable
declare
  t timestamptz(3);
  today date;
  win bigint;
  asked record;
  earlier record;
  owner uuid;
  account ledger.accounts;
begin
  select k.user_id into owner from keyvault.api_keys k where k.digest = p_key;
  loop
    select * into account from ledger.accounts a where a.id = owner for no key update;
    exit when found or owner is null;
    -- An account without a row must lock like any other: a purchase may be about to open it.
    insert into ledger.accounts (id) values (owner) on conflict do nothing;
  end loop;
  -- After the lock, so that what was committed before us is seen and our time is not before its.
  t := date_trunc('milliseconds', clock_timestamp()) + p_ahead_ms * interval '1 millisecond';
  select tok.digest is not null as known, s.id as service_id, s.operations, s.networks as service_networks,
         s.requires_signature, secret.id is not null as signed,
         k.id as key_id, k.user_id, k.enabled, k.expires_at, k.scope, k.networks, k.rate_calls, k.rate_seconds,
         k.daily_budget, k.total_budget,
         m.day, m.calls_today, m.points_today, m.points_total, m.rate_window, m.calls_in_window,
         price.version, price.points_per_call
  into asked
  from (values (true)) one (row)
  left join keyvault.service_tokens tok on tok.digest = p_token and (tok.expires_at is null or tok.expires_at > t)
  left join keyvault.services s on s.id = tok.service_id and s.enabled
  left join keyvault.signing_secrets secret
    on secret.id = p_signed_with and secret.service_id = s.id and (secret.expires_at is null or secret.expires_at > t)
  left join keyvault.api_keys k on k.digest = p_key
  left join keyvault.key_meters m on m.key_id = any (array[k.id]) and m.user_id = any (array[k.user_id])
  left join lateral (
    select p.version, p.points_per_call from catalog.sold_api_prices p
    where p.code = p_api and p.effective_from <= t order by p.version desc limit 1
  ) price on true;

  code := case
    when asked.service_id is null then 'service_token_unknown'
    when asked.operations is not null and 'usage' <> all (asked.operations) then 'operation_not_granted'
    when asked.service_networks is not null and not coalesce(p_peer <<= any (asked.service_networks), false) then 'network_not_allowed'
    when asked.requires_signature and not asked.signed then 'signature_required'
    when asked.key_id is null then 'key_unknown'
    when asked.version is null then 'unknown_api'
  end;
  if code is not null then return; end if;

  usage_id := ${usageIdSql({ service: 'asked.service_id', account: 'asked.user_id', idempotencyKey: 'p_idempotency_key' })};
  select e.at, e.api_code, e.quantity, last.balance_after as balance, paying.expires_at,
         (select -sum(each.change) from ledger.entries each
          where each.account_id = e.account_id and each.seq between e.seq and e.seq + e.parts - 1)::bigint as points
  into earlier
  from ledger.entries e
  join ledger.entries last on last.account_id = e.account_id and last.seq = any (array[e.seq + e.parts - 1])
  join ledger.lots paying on paying.account_id = last.account_id and paying.id = any (array[last.lot_id])
  where e.cause_id = usage_id and e.account_id = asked.user_id and e.kind = 'consume' and e.part = 1;
  if found then
    code := case when earlier.api_code = p_api and earlier.quantity = p_quantity then 'replayed' else 'conflict' end;
    points := earlier.points;
    points_left := earlier.balance;
    expiry_ms := extract(epoch from earlier.expires_at) * 1000;
    at_ms := extract(epoch from earlier.at) * 1000;
    return;
  end if;

  points := asked.points_per_call * p_quantity;
  at_ms := extract(epoch from t) * 1000;
  today := (t at time zone 'Asia/Shanghai')::date;
  win := case when asked.rate_seconds is null then 0 else floor(extract(epoch from t) / asked.rate_seconds) end;
  if asked.day <> today then
    asked.calls_today := 0;
    asked.points_today := 0;
  end if;
  if asked.rate_window <> win then asked.calls_in_window := 0; end if;
  code := case
    when asked.expires_at <= t then 'key_expired'
    when not asked.enabled then 'key_disabled'
    when asked.scope is not null and p_api <> all (asked.scope) then 'scope_missing'
    when asked.networks is not null and p_ip is null then 'client_ip_missing'
    when asked.networks is not null and not p_ip <<= any (asked.networks) then 'ip_not_allowed'
    when asked.rate_calls is not null and asked.calls_in_window + p_quantity > asked.rate_calls then 'rate_limited'
    when asked.daily_budget is not null and asked.points_today + points > asked.daily_budget then 'daily_budget_exhausted'
    when asked.total_budget is not null and asked.points_total + points > asked.total_budget then 'total_budget_exhausted'
  end;
  case code
    when 'rate_limited' then
      points := asked.rate_calls;
      points_left := asked.rate_seconds;
      expiry_ms := (win + 1) * asked.rate_seconds * 1000;
    when 'daily_budget_exhausted' then
      points := asked.daily_budget;
      points_left := asked.points_today;
    when 'total_budget_exhausted' then
      points := asked.total_budget;
      points_left := asked.points_total;
    else null;
  end case;
  if code is not null then return; end if;

  if account.lot_id is not null and account.lot_left > points and account.lot_expires_at > t then
    account.last_seq := account.last_seq + 1;
    account.balance := account.balance - points;
    account.last_at := greatest(account.last_at, t);
    account.hash := sha256(account.hash || ${bytes});
    insert into ledger.entries
      (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id,
       key_id, service_id, quantity, price_version, api_code, hash)
    values
      (account.id, account.last_seq, 'consume', 1, 1, -points, account.balance, account.last_at, account.lot_id, usage_id,
       asked.key_id, asked.service_id, p_quantity, asked.version, p_api, account.hash);
    update ledger.accounts a set last_seq = account.last_seq, balance = account.balance, last_at = account.last_at,
      hash = account.hash, lot_left = account.lot_left - points
    where a.id = account.id;
    points_left := account.balance;
  else
    select drawn.available, drawn.balance, drawn.expires_at into points_left, account.balance, account.lot_expires_at
    from ledger.draw_points(asked.user_id, usage_id, t, points, asked.key_id, asked.service_id, p_api, p_quantity, asked.version) drawn;
    if account.balance is null then
      code := 'insufficient_points';
      return;
    end if;
    points_left := account.balance;
  end if;
  expiry_ms := extract(epoch from account.lot_expires_at) * 1000;
  -- As the journal has it: never before the line before, even if the clock has gone back.
  at_ms := extract(epoch from greatest(account.last_at, t)) * 1000;

  update keyvault.key_meters m set
    day = today, calls_today = asked.calls_today + p_quantity, points_today = asked.points_today + points,
    points_total = m.points_total + points, rate_window = win,
    calls_in_window = case when asked.rate_calls is null then 0 else asked.calls_in_window + p_quantity end,
    last_used_at = t
  where m.key_id = asked.key_id and m.user_id = asked.user_id;
  code := 'allowed';
end $$`;
