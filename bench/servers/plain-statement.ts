import { createHash } from 'node:crypto';
import express from 'express';
import pg from 'pg';
import { POINTS_PER_CALL } from '../load/usage-calls.ts';
import { servePort } from '../processes/serve-port.ts';
import { checkBearer } from './check-bearer.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] ?? '', max: 20 });

/** Key, balance and ledger in one prepared statement; no lots. A request id that comes again violates a unique key. */
const text = /* sql */ `
with usable as (
  select id, account_id from plain.api_keys
  where token_digest = $1 and enabled and expires_at > now() and $2::text = any (scope)
),
taken as (
  update plain.accounts account set balance = balance - $3::bigint, seq = seq + 1
  from usable where account.id = usable.account_id and account.balance >= $3::bigint
  returning account.id, account.seq, account.balance, usable.id as key_id
),
written as (
  insert into plain.ledger (account_id, seq, at, points, balance, key_id, api, request)
  select id, seq, now(), -$3::bigint, balance, key_id, $2, $4 from taken
)
update plain.api_keys key set calls = calls + 1, last_used_at = now() from taken where key.id = taken.key_id
returning taken.balance`;

const app = express();
app.use(express.json());
app.post('/internal/v1/usage', checkBearer(process.env['SERVICE_TOKEN'] ?? ''), async (req, res) => {
  const { api_key, api, quantity } = req.body;
  const points = quantity * POINTS_PER_CALL;
  const digest = createHash('sha256').update(api_key).digest('hex');
  const values = [digest, api, points, req.headers['idempotency-key']];
  const { rows } = await pool.query({ name: 'use', text, values });
  res.json(rows[0] ? { allowed: true, points, points_left: rows[0].balance } : { allowed: false, code: 'refused' });
});
await servePort(app.listen(0, '127.0.0.1'));
