import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { defaultNickname } from '../../../src/domain/identity/user.ts';
import type { ServiceId, UserId } from '../../../src/domain/shared/ids.ts';
import { aUser } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

const EMAIL = 'somebody@product.example';

describe('users of a sister product', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  const [vidluxe, other] = [newId<ServiceId>(), newId<ServiceId>()];
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const map = (externalId = EMAIL, serviceId = vidluxe) =>
    shop.mapExternalUser({ serviceId, externalId, requestId: 'request-1' });
  const find = (id: UserId) => shop.uow.run(({ users }) => users.find(id));

  it('are made on first use, without a WeChat identity, and are the same from then on', async () => {
    const { userId, created } = await map();
    expect(created).to.equal(true);
    expect(await find(userId)).to.deep.include({ nickname: defaultNickname(userId), status: 'active' });
    expect(await map()).to.deep.equal({ userId, created: false });
    expect(await shop.findExternalUser(vidluxe, EMAIL)).to.equal(userId);
  });

  it('are others for each id, to the letter, and for each service', async () => {
    const all = [await map(), await map(EMAIL.toUpperCase()), await map(`${EMAIL} `), await map(EMAIL, other)];
    expect(new Set(all.map(({ userId }) => userId)).size).to.equal(4);
    expect(await shop.findExternalUser(other, EMAIL)).to.equal(all[3]?.userId);
    expect(await shop.findExternalUser(other, `${EMAIL} `)).to.equal(null);
  });

  it('are in the audit log by our id alone', async () => {
    const { userId } = await map();
    await map();
    const events = await shop.uow.run(({ audit }) => audit.list({ userId }, { before: null, limit: 10 }));
    expect(events.map(({ action }) => action)).to.deep.equal(['external_user.mapped', 'user.created']);
    const by = { actor: { kind: 'service', serviceId: vidluxe, onBehalfOf: userId }, requestId: 'request-1' };
    for (const event of events) expect(event.by).to.deep.equal(by);
    expect(JSON.stringify(events)).not.to.include(EMAIL);
  });

  it('are whoever has taken their place, once they were merged', async () => {
    const { userId } = await map();
    const [first, second] = [await aUser(shop, 'o-1'), await aUser(shop, 'o-2')];
    await shop.uow.run(async ({ users }) => {
      for (const [id, mergedInto] of [[userId, first] as const, [first, second] as const]) {
        const user = (await users.find(id)) ?? expect.fail('no user');
        await users.save({ ...user, status: 'merged', mergedInto });
      }
    });
    expect(await map()).to.deep.equal({ userId: second, created: false });
    expect(await shop.findExternalUser(vidluxe, EMAIL)).to.equal(second);
  });
});
