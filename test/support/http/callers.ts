import { expect } from 'chai';
import type { z } from 'zod';
import { parseId } from '../../../src/adapters/http/public-id.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { expectBalancedBooks } from '../books.ts';
import { newId } from '../ids.ts';
import type { Answer } from './api-client.ts';
import type { TestSystem } from './test-system.ts';

export const IMAGE = 'image.recognize';

/** A user with 600 points and a key, and a service that asks for them; `limits` are columns of the key. */
export async function aCallerOf({ actors, call, knex }: TestSystem, limits: object = {}) {
  const person = await actors.aPerson();
  await actors.aPaidOrder(person);
  const key = await actors.anApiKey(person);
  const service = await actors.aService();
  const userId = parseId<UserId>('usr', person.id) as UserId;
  const keys = knex('keyvault.api_keys').where({ user_id: userId });
  if (Object.keys(limits).length > 0) await keys.update(limits);
  const ask = (path: string, body?: object, { token = service, headers = {} } = {}): Promise<Answer> =>
    call(`/internal/v1${path}`, { token, body, headers });
  const once = () => ({ 'Idempotency-Key': newId() });
  const asked = { api_key: key.token, api: IMAGE };
  return {
    ...{ person, key, service, userId, ask, once, asked },
    charge: (body: object = {}, headers: Readonly<Record<string, string>> = once()) =>
      ask('/usage', { ...asked, ...body }, { headers }),
    hold: (body: object = {}, headers: Readonly<Record<string, string>> = once()) =>
      ask('/holds', { ...asked, ...body }, { headers }),
    points: () => actors.balanceOf(person),
    lines: async (): Promise<string[]> =>
      (await knex('ledger.entries').where({ account_id: userId }).orderBy('seq')).map(
        ({ kind, change }: { kind: string; change: bigint }) => `${kind} ${change}`,
      ),
    balanced: () =>
      new PostgresUnitOfWork(knex).run(({ ledger, holds }) => expectBalancedBooks(ledger, accountOf(userId), holds)),
  };
}
export type CallerOf = Awaited<ReturnType<typeof aCallerOf>>;

/** 200 with what the schema of the answer says, and nothing else. */
export function expectAnswer<T>(answer: Answer, schema: z.ZodType<T>): T {
  expect(answer.status, answer.text).to.equal(200);
  expect(schema.parse(answer.json)).to.deep.equal(answer.json);
  return answer.json as T;
}
