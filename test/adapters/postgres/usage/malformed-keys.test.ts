import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { expect } from 'chai';
import { PostgresUsageCharger } from '../../../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import type { ApiCode } from '../../../../src/domain/shared/ids.ts';
import { aToken } from '../../../support/a-token.ts';
import { PRODUCTION_LIKE } from '../../../support/http/test-system.ts';

const KEYS = 1_000_000;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** One character of a good key is another one, as when somebody types it; every so often something ruder. */
function spoil(good: string, nth: number): string {
  if (nth % 97 === 0) return `${good} `;
  if (nth % 89 === 0) return good.slice(0, nth % good.length);
  const at = 8 + (nth % (good.length - 8));
  const step = 1 + (Math.floor(nth / 61) % (ALPHABET.length - 1));
  const other = ALPHABET[(ALPHABET.indexOf(good[at] as string) + step) % ALPHABET.length];
  return good.slice(0, at) + other + good.slice(at + 1);
}

describe('A million malformed keys', () => {
  it('cost no query: not even a connection is made', async function () {
    this.timeout(60_000);
    let connections = 0;
    const database = net.createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    database.listen(0, '127.0.0.1');
    await once(database, 'listening');
    const { port } = database.address() as AddressInfo;
    const charger = new PostgresUsageCharger({
      ...PRODUCTION_LIKE,
      url: `postgres://nobody@127.0.0.1:${port}/none`,
      aheadMs: () => 0,
    });
    const caller = { token: aToken('ss_live_'), peer: null, signedWith: null };
    const good = Array.from({ length: 100 }, () => aToken('sk_live_'));
    const codes = new Map<string, number>();
    for (let nth = 0; nth < KEYS; nth++) {
      const outcome = await charger.charge({
        ...{ caller, keyToken: spoil(good[nth % 100] as string, nth), apiCode: 'image.recognize' as ApiCode },
        ...{ quantity: 1, idempotencyKey: `malformed-${nth}`, clientIp: null },
      });
      const code = outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    await charger.stop();
    database.close();
    expect(Object.fromEntries(codes)).to.deep.equal({ key_malformed: KEYS });
    expect(connections).to.equal(0);
  });
});
