/**
 * Opens the account if need be, locks it, and closes its open lot: what the fast path has drawn is written to the lot. From
 * then on, until the transaction ends, `ledger.lots` says all about the account's lots (docs/adr/0019).
 */
export const lockAccountSql = /* sql */ `
create or replace function ledger.lock_account(p_account uuid) returns void language plpgsql set enable_seqscan = off as $$
declare
  account ledger.accounts;
begin
  loop
    select * into account from ledger.accounts where id = p_account for no key update;
    exit when found;
    -- An account without a row must lock like any other: a grant may be about to open it.
    insert into ledger.accounts (id) values (p_account) on conflict do nothing;
  end loop;
  if account.lot_id is not null then
    update ledger.lots set remaining = account.lot_left where account_id = p_account and id = account.lot_id;
    update ledger.accounts set lot_id = null, lot_left = null, lot_expires_at = null where id = p_account;
  end if;
end $$`;
