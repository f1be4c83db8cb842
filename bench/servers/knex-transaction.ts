import { createHash } from 'node:crypto';
import express from 'express';
import knexModule, { type Knex } from 'knex';
import pg from 'pg';
import { POINTS_PER_CALL } from '../load/usage-calls.ts';
import { servePort } from '../processes/serve-port.ts';
import { checkBearer } from './check-bearer.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const knex = knexModule({
  client: 'pg',
  connection: process.env['DATABASE_URL'] ?? '',
  searchPath: ['typical'],
  pool: { min: 2, max: 20 },
});

/** The same work as ours, as most would write it: read, decide and write, row by row, in one transaction per request. */
async function consume(tx: Knex.Transaction, apiKey: string, api: string, quantity: number, request: string) {
  const digest = createHash('sha256').update(apiKey).digest('hex');
  const key = await tx('api_keys').where({ token_digest: digest }).first();
  if (!key?.enabled || key.expires_at <= new Date()) return { allowed: false, code: 'key_unusable' };
  if (!key.scope.includes(api)) return { allowed: false, code: 'api_not_in_scope' };
  const account = await tx('accounts').where({ id: key.account_id }).forUpdate().first();
  const earlier = await tx('ledger').where({ request }).first();
  if (earlier) return { allowed: true, points: -earlier.points, points_left: earlier.balance };
  const points = quantity * POINTS_PER_CALL;
  if (account.balance < points) return { allowed: false, code: 'insufficient_points' };
  await drawFromLots(tx, account.id, points);
  const [balance, seq] = [account.balance - points, account.seq + 1];
  await tx('accounts').where({ id: account.id }).update({ balance, seq });
  const row = { account_id: account.id, seq, at: tx.fn.now(), points: -points, balance, key_id: key.id, api, request };
  await tx('ledger').insert(row);
  await tx('api_keys').where({ id: key.id }).increment('calls').update({ last_used_at: tx.fn.now() });
  return { allowed: true, points, points_left: balance };
}

async function drawFromLots(tx: Knex.Transaction, account: number, points: number): Promise<void> {
  const spendable = tx('lots').where({ account_id: account }).where('remaining', '>', 0);
  let needed = points;
  for (const lot of await spendable.where('expires_at', '>', tx.fn.now()).orderBy(['expires_at', 'id']).forUpdate()) {
    const drawn = Math.min(needed, lot.remaining);
    await tx('lots')
      .where({ id: lot.id })
      .update({ remaining: lot.remaining - drawn });
    needed -= drawn;
    if (needed === 0) return;
  }
  throw new Error('the lots do not cover the balance');
}

const app = express();
app.use(express.json());
app.post('/internal/v1/usage', checkBearer(process.env['SERVICE_TOKEN'] ?? ''), async (req, res) => {
  const { api_key, api, quantity } = req.body;
  const request = String(req.headers['idempotency-key']);
  res.json(await knex.transaction((tx) => consume(tx, api_key, api, quantity, request)));
});
await servePort(app.listen(0, '127.0.0.1'));
