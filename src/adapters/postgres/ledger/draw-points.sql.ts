/**
 * Takes points from as many lots as it needs, all or nothing, after writing off what has expired; then opens the lot that
 * pays next. `balance` is null where the points do not suffice; `expires_at` is that of the lot that paid last. The rules are `expiredDraws` and `decideConsumption` in
 * src/domain/ledger; test/agreement keeps them equal.
 */
export const drawPointsSql = /* sql */ `
create or replace function ledger.draw_points(
  p_account uuid, p_cause uuid, p_at timestamptz, p_points bigint,
  p_key uuid, p_service uuid, p_api text, p_quantity integer, p_version integer,
  out available bigint, out balance bigint, out expires_at timestamptz
) language plpgsql set enable_seqscan = off as $$
#variable_conflict use_variable
declare
  lots uuid[];
  draws bigint[];
begin
  perform ledger.lock_account(p_account);
  select array_agg(lot.id order by lot.expires_at, lot.kind, lot.granted_at, lot.id),
         array_agg(lot.remaining order by lot.expires_at, lot.kind, lot.granted_at, lot.id)
  into lots, draws
  from ledger.lots lot where lot.account_id = p_account and lot.remaining > 0 and lot.expires_at <= p_at;
  if lots is not null then
    perform ledger.post_deed(p_account, gen_random_uuid(), p_at, array_fill('expire'::ledger.entry_kind, array[cardinality(lots)]),
      lots, draws, null, null, null, null, null);
  end if;

  select coalesce(sum(lot.remaining), 0) into available
  from ledger.lots lot where lot.account_id = p_account and lot.remaining > 0 and lot.expires_at > p_at;
  if available >= p_points then
    select array_agg(draw.id order by draw.running), array_agg(draw.points order by draw.running)
    into lots, draws
    from (
      select spendable.id, running, least(remaining, p_points - (running - remaining)) as points
      from (
        select lot.id, lot.remaining,
               sum(lot.remaining) over (order by lot.expires_at, lot.kind, lot.granted_at, lot.id) as running
        from ledger.lots lot
        where lot.account_id = p_account and lot.remaining > 0 and lot.expires_at > p_at
      ) spendable
      where running - remaining < p_points
    ) draw;
    balance := ledger.post_deed(p_account, p_cause, p_at, array_fill('consume'::ledger.entry_kind, array[cardinality(lots)]),
      lots, draws, p_key, p_service, p_api, p_quantity, p_version);
    select lot.expires_at into expires_at
    from ledger.lots lot where lot.account_id = p_account and lot.id = lots[cardinality(lots)];
  end if;

  update ledger.accounts account
  set lot_id = next.id, lot_left = next.remaining, lot_expires_at = next.expires_at
  from (
    select lot.id, lot.remaining, lot.expires_at from ledger.lots lot
    where lot.account_id = p_account and lot.remaining > 0 and lot.expires_at > p_at
    order by lot.expires_at, lot.kind, lot.granted_at, lot.id limit 1
  ) next
  where account.id = p_account;
end $$`;
