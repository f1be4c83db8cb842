import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import type { NoticedRefusals, RefusedCallsPage } from '../../src/domain/keyvault/refused-call.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { anApiKey, IMAGE_API, TEXT_API } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const digestOf = ({ id }: ApiKey): string => createHash('sha256').update(id).digest('hex');
const ALL: RefusedCallsPage = { keyId: null, before: null, limit: 9 };

describeStores('The log of refused calls', (commit) => {
  const aKey = async (change: Partial<ApiKey> = {}): Promise<ApiKey> => {
    const key = anApiKey(change);
    await commit(({ apiKeys }) => apiKeys.add(key, digestOf(key)));
    return key;
  };
  const noticed = (key: ApiKey, ms: number, change: Partial<NoticedRefusals> = {}): NoticedRefusals => ({
    ...{ digest: digestOf(key), apiCode: IMAGE_API, code: 'rate_limited', calls: 1 },
    ...{ firstAt: msAfter(NOON, ms), lastAt: msAfter(NOON, ms), ...change },
  });
  const shown = ({ digest: _, ...refused }: NoticedRefusals, key: ApiKey) => ({ ...refused, keyId: key.id });
  const add = (...all: NoticedRefusals[]) => commit(({ refusedCalls }) => refusedCalls.add(all));
  const list = (userId: UserId, page: Partial<RefusedCallsPage> = {}) =>
    commit(({ refusedCalls }) => refusedCalls.listOf(userId, { ...ALL, ...page }));

  it('adds up what is of one minute, key, API and code', async () => {
    const key = await aKey();
    await add(noticed(key, 5, { calls: 3, firstAt: msAfter(NOON, 2) }));
    await add(noticed(key, 1, { calls: 2, lastAt: msAfter(NOON, 9) }));
    expect(await list(key.userId)).to.deep.equal([
      shown(noticed(key, 0, { calls: 5, firstAt: msAfter(NOON, 1), lastAt: msAfter(NOON, 9) }), key),
    ]);
  });

  it('keeps apart what differs, and lists it newest first', async () => {
    const key = await aKey();
    const others = [
      noticed(key, 4, { code: 'insufficient_points' }),
      noticed(key, 3, { apiCode: TEXT_API }),
      noticed(key, 1),
      noticed(key, -MINUTE),
    ];
    await add(...others);
    expect(await list(key.userId)).to.deep.equal(others.map((each) => shown(each, key)));
  });

  it('shows a user his own, of all keys or of one, in pages', async () => {
    const userId = newId<UserId>();
    const [one, other, foreign] = [await aKey({ userId }), await aKey({ userId }), await aKey()];
    await add(noticed(one, 1), noticed(other, 2), noticed(foreign, 3));
    expect((await list(userId)).map(({ keyId }) => keyId)).to.deep.equal([other.id, one.id]);
    expect((await list(userId, { keyId: one.id })).map(({ keyId }) => keyId)).to.deep.equal([one.id]);
    expect(await list(userId, { limit: 1 })).to.have.length(1);
    expect((await list(userId, { before: msAfter(NOON, 2) })).map(({ keyId }) => keyId)).to.deep.equal([one.id]);
  });

  it('drops what belongs to no key, or to one that was deleted meanwhile', async () => {
    const key = await aKey();
    await commit(({ apiKeys }) => apiKeys.remove(key.id, NOON));
    await add(noticed(key, 1), { ...noticed(key, 1), digest: 'ab'.repeat(32) });
    expect(await list(key.userId)).to.deep.equal([]);
  });

  it('forgets what is old, some at a time', async () => {
    const key = await aKey();
    await add(noticed(key, 0), noticed(key, MINUTE), noticed(key, 2 * MINUTE));
    const forget = (limit: number) =>
      commit(({ refusedCalls }) => refusedCalls.removeBefore(msAfter(NOON, 2 * MINUTE), limit));
    expect([await forget(1), await forget(9), await forget(9)]).to.deep.equal([1, 1, 0]);
    expect(await list(key.userId)).to.have.length(1);
  });
});
