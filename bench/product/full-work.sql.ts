import type pg from 'pg';

/**
 * All of our work for one request as a script for pgbench: `:n` accounts, one of them chosen by chance. Null while the
 * database has no function that does it in one call.
 */
export async function fullWorkScript(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string | null }>(`select to_regproc('usage.charge_one')::text as name`);
  return rows[0]?.name ? script : null;
}

/** To be completed with the arguments of `usage.charge_one` when it is there. */
const script = /* sql */ `\\set account random(1, :n)
select * from usage.charge_one((select token_digest from bench.accounts where number = :account));`;
