import { expect } from 'chai';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import type { ApiKeyId, UserId } from '../../src/domain/shared/ids.ts';
import { anApiKey, IMAGE_API, TEXT_API } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const digestOf = (each: { readonly id: string }): string => `digest of ${each.id}`;

describeStores('ApiKeys', (commit) => {
  const add = async (change: Partial<ApiKey> = {}): Promise<ApiKey> => {
    const key = anApiKey(change);
    await commit(({ apiKeys }) => apiKeys.add(key, digestOf(key)));
    return key;
  };

  for (const scope of ['all', [], [IMAGE_API], [TEXT_API, IMAGE_API]] as const) {
    it(`give a key of scope ${JSON.stringify(scope)} back as it was`, async () => {
      const key = await add({ scope, createdAt: msAfter(NOON, 123), expiresAt: msAfter(NOON, 456) });
      await commit(async ({ apiKeys }) => {
        expect(await apiKeys.findByDigest(digestOf(key))).to.deep.equal(key);
        expect(await apiKeys.find(key.id)).to.deep.equal(key);
        expect(await apiKeys.listOf(key.userId)).to.deep.equal([key]);
      });
    });
  }

  it('do not know a key that was never added', async () => {
    await add();
    await commit(async ({ apiKeys }) => {
      expect(await apiKeys.findByDigest('another')).to.equal(null);
      expect(await apiKeys.find(newId<ApiKeyId>())).to.equal(null);
      expect(await apiKeys.listOf(newId<UserId>())).to.deep.equal([]);
    });
  });

  it('list the keys of one user, newest first', async () => {
    const userId = newId<UserId>();
    await add();
    const keys: ApiKey[] = [];
    for (const ms of [2, 1, 3, 3]) keys.push(await add({ userId, createdAt: msAfter(NOON, ms) }));
    const listed = await commit(({ apiKeys }) => apiKeys.listOf(userId));
    expect(listed).to.deep.equal([keys[3], keys[2], keys[0], keys[1]]);
  });

  it('switch one key and no other', async () => {
    const [one, other] = [await add(), await add()];
    await commit(({ apiKeys }) => apiKeys.setEnabled(one.id, false, NOON));
    await commit(async ({ apiKeys }) => {
      expect(await apiKeys.find(one.id)).to.deep.equal({ ...one, enabled: false });
      expect(await apiKeys.find(other.id)).to.deep.equal(other);
      await apiKeys.setEnabled(one.id, true, NOON);
      expect(await apiKeys.findByDigest(digestOf(one))).to.deep.equal(one);
    });
  });

  it('hold that one token for two keys is a fault', async () => {
    const key = await add();
    await rejectionOf(commit(({ apiKeys }) => apiKeys.add(anApiKey(), digestOf(key))));
  });
});
