import { expect } from 'chai';
import type { ExternalUser, UserPage } from '../../src/domain/identity/external-user.ts';
import { newUser } from '../../src/domain/identity/user.ts';
import type { ServiceId, UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
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

  /** Users who were made one after another, each merged into the next one. */
  async function aChain(length: number): Promise<readonly UserId[]> {
    const ids = Array.from({ length }, () => newId<UserId>());
    await commit(async ({ users }) => {
      for (const id of ids) await users.add(newUser(id, NOON));
      for (const [nth, id] of ids.entries()) {
        const mergedInto = ids[nth + 1];
        if (mergedInto) await users.save({ ...newUser(id, NOON), status: 'merged', mergedInto });
      }
    });
    return ids;
  }

  it('of a user are listed the oldest first, with those of whoever was merged into him', async () => {
    const [first, second, third] = (await aChain(3)) as [UserId, UserId, UserId];
    const other = newId<ServiceId>();
    const mappings = [
      { serviceId, externalId: 'third', userId: third, createdAt: msAfter(NOON, 2) },
      { serviceId: other, externalId: 'first', userId: first, createdAt: msAfter(NOON, 1) },
      { serviceId, externalId: 'second', userId: second, createdAt: NOON },
    ];
    const stranger = await aMapping('somebody else');
    await commit(async ({ externalUsers }) => {
      for (const mapping of [...mappings, stranger]) await externalUsers.add(mapping);
    });
    const names = async (id: UserId) =>
      (await commit(({ externalUsers }) => externalUsers.listOf(id))).map((each) => [each.externalId, each.userId]);
    expect(await names(third)).to.deep.equal([
      ['second', third],
      ['first', third],
      ['third', third],
    ]);
    expect(await names(first)).to.deep.equal([['first', first]]);
    expect(await names(newId<UserId>())).to.deep.equal([]);
  });

  it('are listed page by page, as whom they are by now, and only of these services', async () => {
    const service = newId<ServiceId>();
    const [merged, present] = (await aChain(2)) as [UserId, UserId];
    const closed = await aMapping('closed');
    const [plain, stranger] = [await aMapping('plain'), await aMapping('of another service')];
    await commit(async ({ users, externalUsers }) => {
      await users.save({ ...newUser(closed.userId, NOON), status: 'closing' });
      for (const [nth, userId] of [merged, closed.userId, plain.userId, plain.userId].entries()) {
        await externalUsers.add({ serviceId: service, externalId: `user-${nth}`, userId, createdAt: NOON });
      }
      await externalUsers.add(stranger);
    });
    const all: UserId[] = [];
    let [after, pages]: [UserId | null, number] = [null, 0];
    do {
      const page: UserPage = await commit(({ externalUsers }) =>
        externalUsers.listMapped([service], { after, limit: 1 }),
      );
      all.push(...page.userIds);
      [after, pages] = [page.next, pages + 1];
    } while (after !== null);
    expect(all).to.have.members([present, plain.userId]);
    expect(pages).to.equal(4);
    const at = (services: ServiceId[]) =>
      commit(({ externalUsers }) => externalUsers.listMapped(services, { after: null, limit: 9 }));
    expect((await at([service])).next).to.equal(null);
    expect((await at([newId<ServiceId>()])).userIds).to.deep.equal([]);
    expect((await at([])).userIds).to.deep.equal([]);
  });
});
