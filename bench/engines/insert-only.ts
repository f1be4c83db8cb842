import { createHash } from 'node:crypto';
import pg from 'pg';
import { API, POINTS_PER_CALL } from '../load/usage-calls.ts';
import type { OpenEngine } from './engine.ts';
import { GroupCommit } from './group-commit.ts';

/** A row of a ledger per call, by the batch, with the indexes that ours needs, and nothing else: no key, no balance, no check. */
const text = /* sql */ `
insert into floor.ledger (account_id, seq, at, points, balance, lot_id, lot_left, lot_expires, key_id, api, request)
select 1 + floor(random() * 10000)::integer, nextval('floor.seq'), clock_timestamp(), -${POINTS_PER_CALL}, 100000,
       1, 100000, 'infinity', 1, '${API}', request
from unnest($1::uuid[]) as request`;

export const open: OpenEngine = async (databaseUrl) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const inserts = new GroupCommit<string>((requests) => pool.query({ name: 'insert', text, values: [requests] }));
  return {
    close: () => pool.end(),
    use: async ({ idempotencyKey }) => {
      await inserts.add(createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32));
      return POINTS_PER_CALL;
    },
  };
};
