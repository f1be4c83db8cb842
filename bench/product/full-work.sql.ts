import { digestOf } from '../database/account-tokens.ts';
import { API, CLIENT_IP } from '../load/usage-calls.ts';

/** All of our work for one request as a script for pgbench: `:n` accounts, one of them chosen by chance. */
export const fullWorkScript = (serviceToken: string): string => `\\set account random(1, :n)
select * from usage.charge_one(
  decode('${digestOf(serviceToken)}', 'hex'), '127.0.0.1', null,
  (select decode(token_digest, 'hex') from bench.accounts where number = :account), '${CLIENT_IP}',
  '${API}', 1, gen_random_uuid()::text, 0);`;
