import type { Mistake } from './planted-mistakes.ts';

export const FREEZE_MISTAKES: readonly Mistake[] = [
  {
    says: 'took from a neighbour’s lot of the same id',
    from: 'where lot.account_id = input.account_id and lot.order_id',
    to: 'where lot.order_id',
  },
  { says: 'took from lots of another order', from: ' and lot.order_id = input.order_id', to: '' },
  { says: 'took from every lot of the order', from: ' and lot.id = draw.lot_id', to: '' },
  { says: 'added to the lots', from: 'lot.remaining - draw.points', to: 'lot.remaining + draw.points' },
  { says: 'took from what was granted', from: 'remaining = lot.remaining -', to: 'remaining = lot.granted -' },
  { says: 'emptied the lots', from: 'remaining = lot.remaining - draw.points', to: 'remaining = 0' },
  {
    says: 'took what a lot had when it had less',
    from: 'lot.remaining - draw.points',
    to: 'greatest(lot.remaining - draw.points, 0)',
  },
  { says: 'counted the draws, not the lots', from: 'as points from taken', to: 'as points from draw' },
  {
    says: 'kept the largest draw only',
    from: 'sum(points) as points from taken',
    to: 'max(points) as points from taken',
  },
  {
    says: 'moved everybody’s balance',
    from: 'from total, input where account.id = input.account_id',
    to: 'from total, input',
  },
  { says: 'moved the head by one entry only', from: 'account.last_seq + total.lots', to: 'account.last_seq + 1' },
  { says: 'left the balance as it was', from: 'account.balance - total.points', to: 'account.balance' },
  {
    says: 'let a refund freeze twice',
    from: `'frozen', input.at from total, input`,
    to: `'frozen', input.at from total, input on conflict do nothing`,
  },
  {
    says: 'noted the number of lots as points',
    from: 'input.order_id, total.points',
    to: 'input.order_id, total.lots',
  },
  { says: 'noted the refund as the order', from: 'input.order_id, total.points', to: 'input.refund_id, total.points' },
  { says: 'noted the time of the database', from: `'frozen', input.at`, to: `'frozen', now()` },
  {
    says: 'numbered the entries from the last one',
    from: 'row_number() over in_order,',
    to: 'row_number() over in_order - 1,',
  },
  { says: 'left a gap before the entries', from: 'row_number() over in_order,', to: 'row_number() over in_order + 1,' },
  { says: 'wrote the entries backwards', from: '(order by taken.nth)', to: '(order by taken.nth desc)' },
  { says: 'wrote the entries by the age of the lots', from: '(order by taken.nth)', to: '(order by taken.lot_id)' },
  {
    says: 'wrote the first balance before each entry',
    from: 'head.balance - sum(taken.points) over in_order + taken.points,',
    to: 'head.balance,',
  },
  {
    says: 'wrote the first balance after each entry',
    from: 'head.balance - sum(taken.points) over in_order, taken.lot_id',
    to: 'head.balance - taken.points, taken.lot_id',
  },
  { says: 'posted a consumption', from: `'freeze', 'held'`, to: `'consume', 'consumed'` },
  { says: 'forgot which refund it was for', from: 'taken.lot_id, input.refund_id', to: 'taken.lot_id, input.order_id' },
  {
    says: 'wrote the time of the database',
    from: 'input.refund_id, input.at\n  from taken',
    to: 'input.refund_id, now()\n  from taken',
  },
  { says: 'answered that all was as asked', from: 'select lots from total', to: 'select count(*) as lots from draw' },
];
