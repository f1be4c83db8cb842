import type { Mistake } from './planted-mistakes.ts';

export const END_MISTAKES: readonly Mistake[] = [
  { says: 'ended a freeze that had ended', from: ` and frozen.state = 'frozen'`, to: '' },
  {
    says: 'ended a neighbour’s freeze of the same refund',
    from: 'where frozen.account_id = input.account_id and',
    to: 'where',
  },
  { says: 'ended every freeze of the account', from: ' and frozen.refund_id = input.refund_id', to: '' },
  { says: 'always released', from: 'set state = input.state', to: `set state = 'released'` },
  { says: 'noted the time of the database', from: 'ended_at = input.at', to: 'ended_at = now()' },
  { says: 'gave back what a neighbour’s refund took', from: ' and entry.account_id = input.account_id', to: '' },
  { says: 'gave back what other refunds took', from: 'entry.cause_id = ended.refund_id and ', to: '' },
  { says: 'gave back what an order granted', from: ` and entry.kind = 'freeze'`, to: '' },
  { says: 'clawed back what was released', from: `where kind = 'release' or input.state = 'burned'`, to: '' },
  {
    says: 'clawed nothing back',
    from: `where kind = 'release' or input.state = 'burned'`,
    to: `where kind = 'release'`,
  },
  {
    says: 'did not give back what it claws back',
    from: `where kind = 'release' or input.state = 'burned'`,
    to: `where (kind = 'release') = (input.state = 'released')`,
  },
  { says: 'clawed each lot back at once', from: '(order by deed.nth, draw.seq)', to: '(order by draw.seq, deed.nth)' },
  {
    says: 'clawed back before it gave back',
    from: '(order by deed.nth, draw.seq)',
    to: '(order by deed.nth desc, draw.seq)',
  },
  {
    says: 'wrote the entries backwards',
    from: '(order by deed.nth, draw.seq)',
    to: '(order by deed.nth, draw.seq desc)',
  },
  { says: 'moved the head by one entry only', from: 'account.last_seq + total.entries', to: 'account.last_seq + 1' },
  {
    says: 'moved the balance by the last entry',
    from: 'sum(change) as change from posting',
    to: 'max(change) as change from posting',
  },
  { says: 'gave burned points back to their lots', from: `where input.state = 'released' and lot`, to: 'where lot' },
  {
    says: 'gave back to a neighbour’s lot of the same id',
    from: 'and lot.account_id = input.account_id and lot.id',
    to: 'and lot.id',
  },
  { says: 'gave to every lot of the account', from: ' and lot.id = draw.lot_id', to: '' },
  { says: 'filled the lots', from: 'remaining = lot.remaining + draw.points', to: 'remaining = lot.granted' },
  {
    says: 'moved everybody’s balance',
    from: 'from total, input where account.id = input.account_id',
    to: 'from total, input',
  },
  { says: 'left a gap before the entries', from: 'head.last_seq + posting.nth', to: 'head.last_seq + posting.nth + 1' },
  {
    says: 'wrote the first balance before each entry',
    from: 'head.balance + posting.running - posting.change',
    to: 'head.balance',
  },
  {
    says: 'wrote the first balance after each entry',
    from: 'posting.change, head.balance + posting.running',
    to: 'posting.change, head.balance + posting.change',
  },
  {
    says: 'forgot which refund it was for',
    from: 'posting.lot_id, input.refund_id',
    to: 'posting.lot_id, input.account_id',
  },
  {
    says: 'wrote the time of the database',
    from: 'input.refund_id, input.at\n  from posting',
    to: 'input.refund_id, now()\n  from posting',
  },
  {
    says: 'answered that it had always something to end',
    from: 'select refund_id from ended',
    to: 'select refund_id from input',
  },
];
