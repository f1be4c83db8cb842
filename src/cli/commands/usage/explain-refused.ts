import { listRefusedCalls, type NamedRefusedCalls } from '../../../application/keyvault/list-refused-calls.ts';
import { REFUSED_CALLS_KEPT_DAYS } from '../../../domain/keyvault/refused-call.ts';
import type { Tools } from '../with-database.ts';
import type { ExplainOptions } from './explain-options.ts';
import type { Explained } from './explained-json.ts';
import { findKey } from './name-key.ts';

const PAGE = 500;

/** Calls with this key that were refused, as far as they are kept. */
export async function explainRefused(tools: Tools, name: string, { since }: ExplainOptions): Promise<Explained> {
  const { id: keyId, userId } = await findKey(tools.uow, name);
  const from = await tools.uow.run(async ({ clock }) => since(await clock.now()));
  const refused: NamedRefusedCalls[] = [];
  for (let before: Date | null = null; ; ) {
    const { items, more } = await listRefusedCalls(tools)(userId, { keyId, before, limit: PAGE });
    refused.push(...items.filter(({ lastAt }) => lastAt >= from));
    before = items.at(-1)?.lastAt ?? null;
    if (!more || before === null || before < from) break;
  }
  const answer = { call: null, gates: null, refused: refused.map(refusedJson) };
  return { answer, text: () => (refused.length === 0 ? NONE : refused.map(lineOf).join('\n')) };
}

const NONE = `none were refused in this time, as far as is kept: for ${REFUSED_CALLS_KEPT_DAYS} days, and not where nobody knew the key`;

const refusedJson = ({ code, apiCode, calls, firstAt, lastAt }: NamedRefusedCalls) => ({
  ...{ code, api: apiCode, calls, first_at: firstAt, last_at: lastAt },
});

const lineOf = ({ code, apiCode, calls, lastAt }: NamedRefusedCalls): string =>
  [lastAt.toISOString(), code.padEnd(22), apiCode, `${calls} ${calls === 1 ? 'call' : 'calls'}`].join('  ');
