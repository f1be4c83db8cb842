import { drawPointsSql } from '../../src/adapters/postgres/ledger/draw-points.sql.ts';
import { lockAccountSql } from '../../src/adapters/postgres/ledger/lock-account.sql.ts';
import { postDeedSql } from '../../src/adapters/postgres/ledger/post-deed.sql.ts';
import type { Mistake } from './planted-mistakes.ts';

const SPENDABLE = 'where lot.account_id = p_account and lot.remaining > 0 and lot.expires_at > p_at';
const AVAILABLE = `into available\n  from ledger.lots lot ${SPENDABLE}`;
const NEXT = `from ledger.lots lot\n    ${SPENDABLE}\n    order by`;
const ORDER = 'order by lot.expires_at, lot.kind, lot.granted_at, lot.id';
const RUNNING = `sum(lot.remaining) over (${ORDER})`;

const LOCK: readonly Mistake[] = [
  {
    says: 'left the open lot open',
    from: 'set lot_id = null, lot_left = null, lot_expires_at = null',
    to: 'set last_seq = last_seq',
  },
  { says: 'forgot what the open lot had paid', from: 'remaining = account.lot_left', to: 'remaining = remaining' },
  {
    says: 'closed the lot of a neighbour',
    from: 'account_id = p_account and id = account.lot_id',
    to: 'id = account.lot_id',
  },
];

const POST: readonly Mistake[] = [
  { says: 'wrote while a lot was open', from: 'if account.lot_id is not null then', to: 'if false then' },
  { says: 'went back in time', from: 'greatest(account.last_at, p_at)', to: 'p_at' },
  { says: 'did not go on in time', from: 'greatest(account.last_at, p_at)', to: 'coalesce(account.last_at, p_at)' },
  { says: 'took what a release gives back', from: `'reverse', 'release', 'credit'`, to: `'reverse', 'credit'` },
  { says: 'gave what a debit takes', from: `'release', 'credit')`, to: `'release', 'credit', 'debit')` },
  { says: 'filled the lot of a neighbour', from: 'where lot.account_id = p_account and lot.id', to: 'where lot.id' },
  { says: 'moved all lots', from: ' and lot.id = p_lots[nth]', to: '' },
  { says: 'let lots pass that are nobody’s', from: 'if not found then', to: 'if false then' },
  { says: 'counted lines by two', from: 'account.last_seq + 1', to: 'account.last_seq + 2' },
  { says: 'lost the balance of the line before', from: 'account.balance + change', to: 'account.balance + change * 2' },
  {
    says: 'numbered parts through all kinds',
    from: 'array_positions(p_kinds[1:nth], p_kinds[nth])',
    to: 'p_kinds[1:nth]',
  },
  { says: 'counted the parts of all kinds', from: 'array_positions(p_kinds, p_kinds[nth])', to: 'p_kinds' },
  { says: 'chained to nothing', from: 'sha256(account.hash ||', to: 'sha256(' },
  { says: 'left the kind out of the hash', from: `p_kinds[nth]::text || ' '`, to: `'consume' || ' '` },
  {
    says: 'forgot the service',
    from: 'p_key, p_service, p_quantity, p_version, p_api, account',
    to: 'p_key, null, p_quantity, p_version, p_api, account',
  },
  { says: 'kept the old hash', from: 'hash = account.hash\n', to: 'hash = hash\n' },
  { says: 'kept the old balance', from: 'balance = account.balance,', to: '' },
  { says: 'kept the time of the head', from: 'last_at = account.last_at,', to: '' },
  { says: 'moved the heads of all', from: `hash = account.hash\n  where id = p_account`, to: 'hash = account.hash' },
];

const DRAW: readonly Mistake[] = [
  { says: 'wrote off what expires later', from: 'lot.expires_at <= p_at', to: 'lot.expires_at < p_at' },
  {
    says: 'wrote off everybody’s lots',
    from: 'from ledger.lots lot where lot.account_id = p_account and lot.remaining > 0 and lot.expires_at <=',
    to: 'from ledger.lots lot where lot.remaining > 0 and lot.expires_at <=',
  },
  { says: 'did not write off', from: 'if lots is not null then', to: 'if false then' },
  { says: 'wrote off in the name of the call', from: 'gen_random_uuid()', to: 'p_cause' },
  {
    says: 'wrote off in the order of grants',
    from: `array_agg(lot.id ${ORDER}),\n         array_agg(lot.remaining ${ORDER})`,
    to: 'array_agg(lot.id order by lot.granted_at desc, lot.id desc),\n         array_agg(lot.remaining order by lot.granted_at desc, lot.id desc)',
  },
  {
    says: 'named the write-off as a call',
    from: 'lots, draws, null, null, null, null, null',
    to: 'lots, draws, p_key, p_service, p_api, p_quantity, p_version',
  },
  { says: 'counted everybody’s points', from: AVAILABLE, to: AVAILABLE.replace('lot.account_id = p_account and ', '') },
  { says: 'refused the last point', from: 'available >= p_points', to: 'available > p_points' },
  { says: 'always paid', from: 'if available >= p_points then', to: 'if available > 0 then' },
  {
    says: 'drew in the order of grants',
    from: RUNNING,
    to: 'sum(lot.remaining) over (order by lot.granted_at, lot.id)',
  },
  { says: 'drew paid points first', from: RUNNING, to: RUNNING.replace('lot.kind,', 'lot.kind desc,') },
  { says: 'lost the tie-breaker', from: RUNNING, to: RUNNING.replace(', lot.id)', ')') },
  { says: 'broke ties the other way', from: RUNNING, to: RUNNING.replace(', lot.id)', ', lot.id desc)') },
  {
    says: 'drew a last lot with nothing in it',
    from: 'where running - remaining < p_points',
    to: 'where running - remaining <= p_points',
  },
  {
    says: 'emptied each lot',
    from: 'least(remaining, p_points - (running - remaining)) as points',
    to: 'remaining as points',
  },
  { says: 'named the lot that paid first', from: 'lot.id = lots[cardinality(lots)]', to: 'lot.id = lots[1]' },
  {
    says: 'asked a neighbour when its lot expires',
    from: 'where lot.account_id = p_account and lot.id = lots',
    to: 'where lot.account_id <> p_account and lot.id = lots',
  },
  { says: 'opened a neighbour’s lot', from: NEXT, to: NEXT.replace('lot.account_id = p_account and ', '') },
  { says: 'opened an empty lot', from: NEXT, to: NEXT.replace('lot.remaining > 0 and ', '') },
  { says: 'opened any lot', from: `${ORDER} limit 1`, to: 'order by lot.granted_at desc limit 1' },
  { says: 'opened the lot for everybody', from: '\n  where account.id = p_account;', to: ';' },
  { says: 'did not close the open lot', from: 'perform ledger.lock_account(p_account);', to: 'perform 1;' },
];

export const LEDGER_MISTAKES = [
  { name: 'ledger.lock_account', sql: lockAccountSql, mistakes: LOCK },
  { name: 'ledger.post_deed', sql: postDeedSql, mistakes: POST },
  { name: 'ledger.draw_points', sql: drawPointsSql, mistakes: DRAW },
];
