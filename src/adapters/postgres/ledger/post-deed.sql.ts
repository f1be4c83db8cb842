import { entryBytesSql } from '../entry-bytes.sql.ts';

const bytes = entryBytesSql({
  ...{ account: 'p_account', seq: 'account.last_seq', at: 'account.last_at', change: 'change' },
  ...{ balanceAfter: 'account.balance', lot: 'p_lots[nth]', cause: 'p_cause', part: 'part', parts: 'parts' },
  ...{ key: 'p_key', service: 'p_service', quantity: 'p_quantity', version: 'p_version' },
  ...{ kind: 'p_kinds[nth]::text', api: 'p_api' },
});

/**
 * Writes the lines of one deed: moves the points of the lots, the balance, and chains the entries. The account has been
 * locked by `ledger.lock_account` in this transaction. Gives the balance.
 *
 * The rule is `entriesOf` in src/domain/ledger/deed.ts; test/agreement keeps the two equal.
 */
export const postDeedSql = /* sql */ `
create or replace function ledger.post_deed(
  p_account uuid, p_cause uuid, p_at timestamptz, p_kinds ledger.entry_kind[], p_lots uuid[], p_points bigint[],
  p_key uuid, p_service uuid, p_api text, p_quantity integer, p_version integer
) returns bigint language plpgsql set enable_seqscan = off as $$
declare
  account ledger.accounts;
  change bigint;
  part integer;
  parts integer;
begin
  select * into strict account from ledger.accounts where id = p_account;
  if account.lot_id is not null then
    raise exception 'ledger.post_deed: lock the account before';
  end if;
  account.last_at := greatest(account.last_at, p_at);
  for nth in 1 .. cardinality(p_kinds) loop
    change := case when p_kinds[nth] in ('grant', 'reverse', 'release', 'credit') then p_points[nth] else -p_points[nth] end;
    update ledger.lots lot set remaining = lot.remaining + change
    where lot.account_id = p_account and lot.id = p_lots[nth];
    if not found then
      raise exception 'ledger.post_deed: a lot of the account, which % is not', p_lots[nth];
    end if;
    account.last_seq := account.last_seq + 1;
    account.balance := account.balance + change;
    part := cardinality(array_positions(p_kinds[1:nth], p_kinds[nth]));
    parts := cardinality(array_positions(p_kinds, p_kinds[nth]));
    account.hash := sha256(account.hash || ${bytes});
    insert into ledger.entries
      (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id,
       key_id, service_id, quantity, price_version, api_code, hash)
    values
      (p_account, account.last_seq, p_kinds[nth], part, parts, change, account.balance, account.last_at, p_lots[nth], p_cause,
       p_key, p_service, p_quantity, p_version, p_api, account.hash);
  end loop;
  update ledger.accounts set last_seq = account.last_seq, balance = account.balance, last_at = account.last_at,
    hash = account.hash
  where id = p_account;
  return account.balance;
end $$`;
