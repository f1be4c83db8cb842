/** A plausible slip in the statement: `from` occurs in it and is replaced once. */
export type Mistake = { readonly says: string; readonly from: string; readonly to: string };

const ORDER = 'order by lot.expires_at, lot.kind, lot.granted_at, lot.id';

export const MISTAKES: readonly Mistake[] = [
  { says: 'spent points at the instant of their expiry', from: 'expires_at > input.at', to: 'expires_at >= input.at' },
  { says: 'spent expired points', from: ' and lot.expires_at > input.at', to: '' },
  {
    says: 'counted expired points as available',
    from: 'from spendable\n),\ndraw',
    to: 'from ledger.lots lot, input where lot.account_id = input.account_id\n),\ndraw',
  },
  { says: 'drew from lots that are used up', from: ' and lot.remaining > 0', to: '' },
  {
    says: 'spent everybody’s points',
    from: 'where lot.account_id = input.account_id and lot.remaining',
    to: 'where lot.remaining',
  },
  { says: 'ignored expiry in the order', from: ORDER, to: 'order by lot.kind, lot.granted_at, lot.id' },
  { says: 'drew what expires last first', from: ORDER, to: ORDER.replace('expires_at', 'expires_at desc') },
  { says: 'ignored the kind', from: ORDER, to: ORDER.replace(' lot.kind,', '') },
  { says: 'drew paid points before bonus', from: ORDER, to: ORDER.replace('lot.kind', 'lot.kind desc') },
  { says: 'ignored the age of lots', from: ORDER, to: ORDER.replace(' lot.granted_at,', '') },
  { says: 'drew the youngest lot first', from: ORDER, to: ORDER.replace('granted_at', 'granted_at desc') },
  { says: 'lost the last tie-breaker', from: ORDER, to: ORDER.replace(', lot.id', '') },
  { says: 'reversed the last tie-breaker', from: ORDER, to: `${ORDER} desc` },
  {
    says: 'asked for more than the price',
    from: 'available.points >= input.points',
    to: 'available.points > input.points',
  },
  { says: 'did not check that the price is covered', from: 'available.points >= input.points and ', to: '' },
  {
    says: 'drew nothing from one lot too many',
    from: 'running - remaining < input',
    to: 'running - remaining <= input',
  },
  { says: 'took whole lots', from: 'least(remaining, input.points - (running - remaining))', to: 'remaining' },
  { says: 'took the price from each lot', from: 'input.points - (running - remaining)', to: 'input.points' },
  {
    says: 'took from a neighbour’s lot of the same id',
    from: 'where lot.account_id = input.account_id and lot.id = draw.id',
    to: 'where lot.id = draw.id',
  },
  { says: 'emptied the lots', from: 'set remaining = lot.remaining - draw.points', to: 'set remaining = 0' },
  {
    says: 'moved everybody’s balance',
    from: 'from drawn, input where account.id = input.account_id',
    to: 'from drawn, input',
  },
  { says: 'moved the head by one entry only', from: 'account.last_seq + drawn.lots', to: 'account.last_seq + 1' },
  {
    says: 'took one lot’s points from the balance',
    from: 'sum(points) as points from draw',
    to: 'max(points) as points from draw',
  },
  {
    says: 'numbered the entries from the last one',
    from: 'row_number() over in_order,',
    to: 'row_number() over in_order - 1,',
  },
  { says: 'left a gap before the entries', from: 'row_number() over in_order,', to: 'row_number() over in_order + 1,' },
  {
    says: 'numbered the entries backwards',
    from: 'window in_order as (order by draw.running)',
    to: 'window in_order as (order by draw.running desc)',
  },
  {
    says: 'wrote the first balance before each entry',
    from: 'head.balance - sum(draw.points) over in_order + draw.points, head.balance - sum(draw.points) over in_order',
    to: 'head.balance, head.balance - draw.points',
  },
  { says: 'forgot which call it was for', from: 'draw.id, input.consumption_id', to: 'draw.id, draw.id' },
  { says: 'wrote the time of the database', from: 'input.consumption_id, input.at', to: 'input.consumption_id, now()' },
  {
    says: 'answered with the draws in reverse',
    from: 'left join draw on true\norder by draw.running',
    to: 'left join draw on true\norder by draw.running desc',
  },
  {
    says: 'answered with what the account holds, expired or not',
    from: 'available.points as available\n',
    to: '(select balance from head) as available\n',
  },
];

export function planted(statement: string, { says, from, to }: Mistake): string {
  if (statement.split(from).length !== 2) throw new Error(`no longer fits the statement exactly once: ${says}`);
  return statement.replace(from, to);
}
