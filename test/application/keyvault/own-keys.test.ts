import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { KeyRequest } from '../../../src/application/keyvault/issue-key.ts';
import { type ApiKey, KEYS_KEPT_PER_USER } from '../../../src/domain/keyvault/api-key.ts';
import { isWellFormed } from '../../../src/domain/keyvault/key-token.ts';
import type { Network } from '../../../src/domain/keyvault/network.ts';
import type { ApiCode, ApiKeyId, UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { anApiKey, aSoldApi, IMAGE_API } from '../../support/builders.ts';
import { aClosingUser, byItself, deedsOf } from '../../support/closing.ts';
import { aUser } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

const WISH: KeyRequest = { name: '生产环境', scope: 'all', lifetimeMonths: 1 };
const TERMS = { graceMs: DAY, lifetimeMonths: 3 } as const;

describe('What a user does to keys', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  let key: ApiKey;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    await shop.uow.run(({ soldApis }) => soldApis.put(aSoldApi(), NOON));
    userId = await aUser(shop, newId());
    const issued = await shop.issueKey(userId, { ...WISH, dailyBudget: points(7n) }, byItself(userId));
    key = issued.kind === 'issued' ? issued.key : expect.fail(issued.kind);
  });
  const stored = (id = key.id) => shop.uow.run(({ apiKeys }) => apiKeys.find(id));
  /** But for those of signing in. */
  const deeds = async () =>
    (await deedsOf(shop, userId))
      .filter(({ action }) => action.startsWith('key.'))
      .map(({ action, subject, before, after }) => ({ action, id: subject.id, before, after }));
  const lastDeed = async () => (await deeds()).at(-1);
  const facts = { enabled: true, scope: 'all', networks: null, rate_limit: null, total_budget: null };
  const issuedFacts = { ...facts, daily_budget: '7', expires_at: '2026-02-15T16:00:00.000Z', successor_id: null };
  const fill = (count: number) =>
    shop.uow.run(async ({ apiKeys }) => {
      for (let made = 0; made < count; made++) {
        await apiKeys.add(anApiKey({ userId, enabled: false }), nodeSecrets.digest(newId()));
      }
    });

  it('is in the audit log from the first on, without name or token', async () => {
    expect(await deeds()).to.deep.equal([{ action: 'key.issued', id: key.id, before: null, after: issuedFacts }]);
  });

  it('has no budget there where there is none', async () => {
    await shop.issueKey(userId, WISH, byItself(userId));
    expect((await lastDeed())?.after).to.deep.include({ daily_budget: null, total_budget: null });
  });

  it('changes what is named, and nothing else', async () => {
    const networks = ['10.0.0.0/8' as Network];
    const changed = await shop.changeKey(userId, key.id, { networks, totalBudget: points(9n) }, byItself(userId));
    const wanted = { ...key, networks, totalBudget: 9n };
    expect(changed).to.deep.equal({ kind: 'changed', key: wanted });
    expect(await stored()).to.deep.equal(wanted);
    const after = { ...issuedFacts, networks, total_budget: '9', renamed: false };
    expect(await lastDeed()).to.deep.equal({ action: 'key.changed', id: key.id, before: issuedFacts, after });
  });

  it('gives another name, of which the log says only that it is another', async () => {
    await shop.changeKey(userId, key.id, { name: '测试' }, byItself(userId));
    expect((await stored())?.name).to.equal('测试');
    const after = { ...issuedFacts, renamed: true };
    expect(await lastDeed()).to.deep.equal({ action: 'key.changed', id: key.id, before: issuedFacts, after });
  });

  it('that changes nothing is written nowhere', async () => {
    const same = { name: key.name, scope: key.scope, dailyBudget: points(7n) };
    expect(await shop.changeKey(userId, key.id, same, byItself(userId))).to.deep.equal({ kind: 'changed', key });
    expect(await deeds()).to.have.length(1);
  });

  it('takes a scope of what is sold alone', async () => {
    const unsold = 'no.such.api' as ApiCode;
    expect(await shop.changeKey(userId, key.id, { scope: [unsold] }, byItself(userId))).to.deep.equal({
      ...{ kind: 'unknown_scope', apiCode: unsold },
    });
    expect((await stored())?.scope).to.equal('all');
    await shop.changeKey(userId, key.id, { scope: [IMAGE_API] }, byItself(userId));
    expect((await stored())?.scope).to.deep.equal([IMAGE_API]);
  });

  it('puts another key with the same terms in the place of one, which counts for the grace', async () => {
    const rotated = await shop.rotateKey(userId, key.id, TERMS, byItself(userId));
    if (rotated.kind !== 'rotated') expect.fail(rotated.kind);
    const { key: successor, earlier, token } = rotated;
    expect(isWellFormed('sk_live_', token)).to.equal(true);
    expect(earlier).to.deep.equal({ ...key, successorId: successor.id, expiresAt: msAfter(NOON, DAY) });
    expect(successor).to.deep.equal({
      ...{ ...key, id: successor.id, hint: `${token.slice(0, 12)}…${token.slice(-4)}` },
      expiresAt: new Date('2026-04-15T16:00:00.000Z'),
    });
    expect([await stored(), await stored(successor.id)]).to.deep.equal([earlier, successor]);
    const byToken = await shop.uow.run(({ apiKeys }) => apiKeys.findByDigest(nodeSecrets.digest(token)));
    expect(byToken?.id).to.equal(successor.id);
    const [, rotation, issue] = await deeds();
    const ended = { ...issuedFacts, successor_id: successor.id, expires_at: msAfter(NOON, DAY).toISOString() };
    expect(rotation).to.deep.equal({ action: 'key.rotated', id: key.id, before: issuedFacts, after: ended });
    const begun = { ...issuedFacts, expires_at: '2026-04-15T16:00:00.000Z' };
    expect(issue).to.deep.equal({ action: 'key.issued', id: successor.id, before: null, after: begun });
  });

  it('rotates only what can be used', async () => {
    await shop.switchKey(userId, key.id, false);
    expect(await shop.rotateKey(userId, key.id, TERMS, byItself(userId))).to.deep.equal({
      ...{ kind: 'not_active', status: 'disabled' },
    });
  });

  it('switches keys off and on, and notes those that were not so already', async () => {
    await shop.switchKey(userId, key.id, false);
    const off = { action: 'key.disabled', id: key.id, before: { enabled: true }, after: { enabled: false } };
    expect(await lastDeed()).to.deep.equal(off);
    await shop.switchKey(userId, key.id, false);
    expect(await deeds()).to.have.length(2);
    await shop.switchKey(userId, key.id, true);
    expect(await lastDeed()).to.deep.equal({ ...off, action: 'key.enabled', before: off.after, after: off.before });
  });

  it('deletes keys for ever, and is answered alike again', async () => {
    const wanted = [key.id, key.id];
    for (let times = 0; times < 2; times++) {
      expect(await shop.deleteKeys(userId, wanted, byItself(userId))).to.deep.equal({ kind: 'deleted', ids: [key.id] });
    }
    expect(await stored()).to.equal(null);
    expect(await lastDeed()).to.deep.equal({ action: 'key.deleted', id: key.id, before: issuedFacts, after: null });
    expect(await deeds()).to.have.length(2);
  });

  it('reaches nobody else’s keys', async () => {
    const [stranger, never] = [await aUser(shop, newId()), newId<ApiKeyId>()];
    for (const [who, id] of [
      [stranger, key.id],
      [userId, never],
    ] as const) {
      const by = byItself(who);
      const outcomes = [
        await shop.changeKey(who, id, { name: 'x' }, by),
        await shop.rotateKey(who, id, TERMS, by),
        await shop.deleteKeys(who, [id], by),
        await shop.switchKeys(who, [id], false, by),
      ];
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(Array(4).fill('unknown_keys'));
    }
    expect(await stored()).to.deep.equal(key);
  });

  it('ends at two hundred keys, whatever they are', async () => {
    await fill(KEYS_KEPT_PER_USER - 2);
    expect((await shop.issueKey(userId, WISH)).kind).to.equal('issued');
    const tooMany = { kind: 'too_many_keys', limit: KEYS_KEPT_PER_USER };
    expect(await shop.issueKey(userId, WISH)).to.deep.equal(tooMany);
    expect(await shop.rotateKey(userId, key.id, TERMS, byItself(userId))).to.deep.equal(tooMany);
  });

  it('is nothing any more once the account is being closed, but to switch them off', async () => {
    await aClosingUser(shop, userId);
    const by = byItself(userId);
    const outcomes = [
      await shop.issueKey(userId, WISH),
      await shop.changeKey(userId, key.id, { name: 'x' }, by),
      await shop.rotateKey(userId, key.id, TERMS, by),
      await shop.deleteKeys(userId, [key.id], by),
      await shop.switchKeys(userId, [key.id], true, by),
    ];
    expect(outcomes).to.deep.equal(Array(5).fill({ kind: 'account_closing' }));
    expect((await shop.switchKeys(userId, [key.id], false, by)).kind).not.to.equal('account_closing');
  });
});
