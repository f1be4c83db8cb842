import { expect } from 'chai';
import type { ExternalUser } from '../../src/domain/identity/external-user.ts';
import { newUser } from '../../src/domain/identity/user.ts';
import type { ServiceId, UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('External users', (commit) => {
  const serviceId = newId<ServiceId>();
  const aMapping = async (externalId: string): Promise<ExternalUser> => {
    const user = newUser(newId<UserId>(), NOON);
    await commit(({ users }) => users.add(user));
    return { serviceId, externalId, userId: user.id, createdAt: NOON };
  };

  it('are found by the service that mapped them and by the very id, and by nobody else', async () => {
    const ids = ['a', 'A', ' a', 'a ', 'ä', 'a\u0308', '🐴'.repeat(64), "x' or '1'='1", 'x'.repeat(128)];
    const mappings = await Promise.all(ids.map(aMapping));
    await commit(async ({ externalUsers }) => {
      for (const mapping of mappings) {
        await externalUsers.lock(serviceId, mapping.externalId);
        await externalUsers.add(mapping);
      }
    });
    await commit(async ({ externalUsers }) => {
      for (const { externalId, userId } of mappings) {
        expect(await externalUsers.find(serviceId, externalId), externalId).to.equal(userId);
        expect(await externalUsers.find(newId<ServiceId>(), externalId)).to.equal(null);
      }
      expect(await externalUsers.find(serviceId, 'b')).to.equal(null);
    });
  });

  it('are mapped once: a second time is a fault', async () => {
    const [first, second] = [await aMapping('twice'), await aMapping('twice')];
    await commit(({ externalUsers }) => externalUsers.add(first));
    await rejectionOf(commit(({ externalUsers }) => externalUsers.add(second)));
  });

  it('of somebody who is erased are gone, and of nobody else', async () => {
    const [gone, kept] = [await aMapping('gone'), await aMapping('kept')];
    await commit(async ({ externalUsers }) => {
      for (const mapping of [gone, kept]) await externalUsers.add(mapping);
      await externalUsers.removeAllOf(gone.userId);
      expect(await externalUsers.find(serviceId, 'gone')).to.equal(null);
      expect(await externalUsers.find(serviceId, 'kept')).to.equal(kept.userId);
    });
  });
});
