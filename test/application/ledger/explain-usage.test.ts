import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { Usage } from '../../../src/application/ledger/usage.ts';
import { formatToken } from '../../../src/domain/keyvault/key-token.ts';
import type { IpAddress, Network } from '../../../src/domain/keyvault/network.ts';
import type { ApiCode } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { aHolder, type HolderOf, lotOf } from '../../support/holding.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

const OFFICE = ['10.0.0.0/8' as Network];
type Situation = readonly [string, Parameters<typeof aHolder>[1], Partial<Usage>];

const SITUATIONS: readonly Situation[] = [
  ['a call that nothing speaks against', {}, {}],
  ['the last points', { lots: [lotOf(2n), lotOf(1n)] }, {}],
  ['a point too few', { lots: [lotOf(2n)] }, {}],
  ['an expired lot', { lots: [lotOf(9n, { expiresAt: msAfter(NOON, SECOND) }), lotOf(2n)] }, {}],
  ['a disabled key', { key: { enabled: false } }, {}],
  ['a key that has expired', { key: { expiresAt: msAfter(NOON, SECOND) } }, {}],
  ['another scope', { key: { scope: [TEXT_API] } }, {}],
  ['no address', { key: { networks: OFFICE } }, {}],
  ['another address', { key: { networks: OFFICE } }, { clientIp: '11.0.0.1' as IpAddress }],
  ['an allowed address', { key: { networks: OFFICE } }, { clientIp: '10.0.0.1' as IpAddress }],
  ['too many calls', { key: { rateLimit: { calls: 2, seconds: 60 } } }, { quantity: 3 }],
  ['a daily budget', { key: { dailyBudget: points(5n) } }, { quantity: 2 }],
  ['a budget', { key: { totalBudget: points(5n) } }, { quantity: 2 }],
  [
    'everything at once',
    { lots: [], key: { enabled: false, scope: [], networks: OFFICE, totalBudget: points(1n) } },
    {},
  ],
  ['a key that is misspelt', {}, { keyToken: 'sk_live_x' }],
  ['a key that nobody has', {}, { keyToken: formatToken('sk_live_', new Uint8Array(24)) }],
  ['an API that is not sold', {}, { apiCode: 'no.such.api' as ApiCode }],
];

describe('what would become of a call', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const booksOf = async (holder: HolderOf) => [await holder.entries(), await holder.meter()];

  for (const [what, terms, change] of SITUATIONS) {
    it(`is what becomes of it: ${what}`, async () => {
      const holder = await aHolder(shop, terms);
      shop.uow.now = msAfter(NOON, SECOND);
      const before = await booksOf(holder);
      const usage = holder.usage(change);
      const explained = await shop.explainUsage(usage);
      const verified = await shop.verifyKey(usage);
      expect(await booksOf(holder), 'nothing was moved').to.deep.equal(before);
      const charged = await shop.chargeUsage(usage);
      if (charged.kind === 'allowed') {
        const { points: taken, pointsLeft, pointsExpireAt } = charged;
        expect(explained).to.deep.include({ kind: 'would_be_allowed', points: taken, pointsLeft, pointsExpireAt });
        expect(verified).to.deep.include({ kind: 'verified', refusal: null, pointsLeft: pointsLeft + taken });
        return;
      }
      if (charged.kind !== 'refused') {
        expect([explained, verified]).to.deep.equal([charged, charged]);
        return;
      }
      const { refusal } = charged;
      expect(explained).to.deep.include({ kind: 'would_be_refused', refusal });
      expect(verified).to.deep.include({ refusal });
    });
  }

  it('is told gate by gate, also behind the first that refuses', async () => {
    const holder = await aHolder(shop, { lots: [], key: { enabled: false, totalBudget: points(5n) } });
    const explained = await shop.explainUsage(holder.usage({ quantity: 2 }));
    if (explained.kind !== 'would_be_refused') expect.fail(explained.kind);
    const told = explained.verdicts.map(({ gate, refusal }) => `${gate}: ${refusal?.code ?? 'passed'}`);
    expect(told).to.deep.equal([
      ...['well_formed: passed', 'known: passed', 'not_expired: passed', 'enabled: key_disabled', 'scope: passed'],
      ...['network: passed', 'rate_limit: passed', 'daily_budget: passed', 'total_budget: total_budget_exhausted'],
      'points: insufficient_points',
    ]);
    expect(explained.facts).to.deep.include({ points: 6n, available: 0n });
  });

  it('cannot be told further than to an unknown key', async () => {
    const holder = await aHolder(shop);
    const gates = async (keyToken: string) => {
      const explained = await shop.explainUsage(holder.usage({ keyToken }));
      return explained.kind === 'would_be_refused' && explained.verdicts.map(({ gate }) => gate);
    };
    expect(await gates('sk_live_x')).to.deep.equal(['well_formed']);
    expect(await gates(formatToken('sk_live_', nodeSecrets.random(24)))).to.deep.equal(['well_formed', 'known']);
  });
});

describe('verify a key', () => {
  it('says whose it is and what is left, whatever the API', async () => {
    const shop = openShop(new MemoryUnitOfWork(NOON));
    const holder = await aHolder(shop, { key: { scope: [TEXT_API] } });
    const asked = { keyToken: holder.token, quantity: 1, clientIp: null };
    const verified = await shop.verifyKey({ ...asked, apiCode: null });
    if (verified.kind !== 'verified') expect.fail(verified.kind);
    expect(verified).to.include({ refusal: null, pointsLeft: 100n });
    expect(verified.key).to.include({ id: holder.key.id, userId: holder.userId });
  });

  it('refuses it for an API that is outside of its scope, and for no other', async () => {
    const shop = openShop(new MemoryUnitOfWork(NOON));
    const holder = await aHolder(shop, { key: { scope: [TEXT_API] } });
    const refusalFor = async (apiCode: ApiCode) => {
      const verified = await shop.verifyKey({ keyToken: holder.token, quantity: 1, clientIp: null, apiCode });
      return verified.kind === 'verified' ? verified.refusal : expect.fail(verified.kind);
    };
    expect(await refusalFor(TEXT_API)).to.equal(null);
    expect(await refusalFor(IMAGE_API)).to.deep.equal({ code: 'scope_missing' });
  });

  it('without an API still refuses a key that may do nothing', async () => {
    const shop = openShop(new MemoryUnitOfWork(NOON));
    const holder = await aHolder(shop, { lots: [], key: { enabled: false } });
    const asked = { keyToken: holder.token, quantity: 1, clientIp: null, apiCode: null };
    expect(await shop.verifyKey(asked)).to.deep.include({ refusal: { code: 'key_disabled' } });
  });
});
