import type pg from 'pg';
import { digestOf, tokenOf } from './account-tokens.ts';

const AT_ONCE = 20_000;

/** `bench.accounts`: the numbers 1 to `count`, each with the digest of its API key. Every contender fills its tables from it. */
export async function writeAccountList(client: pg.Client, count: number): Promise<void> {
  await client.query(/* sql */ `
    create schema bench;
    create table bench.accounts (number integer primary key, token_digest text not null);`);
  for (let first = 1; first <= count; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - first + 1) }, (_, index) => first + index);
    const digests = numbers.map((number) => digestOf(tokenOf(number)));
    await client.query('insert into bench.accounts select * from unnest($1::integer[], $2::text[])', [
      numbers,
      digests,
    ]);
  }
  await client.query('vacuum analyze bench.accounts');
}
