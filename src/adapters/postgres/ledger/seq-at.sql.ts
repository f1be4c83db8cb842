/**
 * The number of the account's last entry at or before an instant; 0: there is none. Times never go back within an account,
 * so that a search by halves over the primary key finds it; no index on the time is needed.
 */
export const seqAtSql = /* sql */ `
create or replace function ledger.seq_at(p_account uuid, p_at timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint := 0;
  high bigint;
  middle bigint;
  probe record;
begin
  select coalesce(max(seq), 0) into high from ledger.entries where account_id = p_account;
  while low < high loop
    middle := (low + high + 1) / 2;
    -- The last one up to there: a journal with a gap is not to mislead the search.
    select seq, at into probe from ledger.entries where account_id = p_account and seq <= middle order by seq desc limit 1;
    if not found then
      low := middle;
    elsif probe.at <= p_at then
      low := middle;
    else
      high := probe.seq - 1;
    end if;
  end loop;
  return low;
end $$`;
