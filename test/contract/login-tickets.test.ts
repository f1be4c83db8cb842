import { expect } from 'chai';
import {
  type ClaimedTicket,
  confirmTicket,
  type LoginTicket,
  refuseTicket,
} from '../../src/domain/identity/login-ticket.ts';
import { newUser } from '../../src/domain/identity/user.ts';
import type { LoginTicketId, UserId } from '../../src/domain/shared/ids.ts';
import { aTicket } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Login tickets', (commit) => {
  const add = (...tickets: LoginTicket[]) =>
    commit(async ({ loginTickets }) => {
      for (const ticket of tickets) await loginTickets.add(ticket, `digest of ${ticket.id}`);
    });
  const aUser = async (): Promise<UserId> => {
    const user = newUser(newId<UserId>(), NOON);
    await commit(({ users }) => users.add(user));
    return user.id;
  };

  it('are found by their scene, and by id and browser', async () => {
    const ticket = aTicket({ device: 'Firefox', createdAt: msAfter(NOON, 123) });
    const other = aTicket();
    await add(ticket, other);
    await commit(async ({ loginTickets }) => {
      expect(await loginTickets.lockByScene(ticket.scene)).to.deep.equal(ticket);
      expect(await loginTickets.lockByScene('login:')).to.equal(null);
      expect(await loginTickets.lockForBrowser(ticket.id, `digest of ${ticket.id}`)).to.deep.equal(ticket);
      expect(await loginTickets.lockForBrowser(ticket.id, `digest of ${other.id}`)).to.equal(null);
      expect(await loginTickets.lockForBrowser(newId<LoginTicketId>(), `digest of ${ticket.id}`)).to.equal(null);
    });
  });

  it('come back in every state as they were saved, and the others stay', async () => {
    const userId = await aUser();
    const [waiting, other] = [aTicket(), aTicket()];
    await add(waiting, other);
    const confirmed = confirmTicket(waiting, userId, msAfter(NOON, 299_000));
    const claimed: ClaimedTicket = { ...confirmed, state: 'claimed', claimedAt: msAfter(NOON, 299_500) };
    for (const ticket of [confirmed, refuseTicket(confirmed, userId), claimed, waiting]) {
      await commit(({ loginTickets }) => loginTickets.save(ticket));
      await commit(async ({ loginTickets }) => {
        expect(await loginTickets.lockForBrowser(ticket.id, `digest of ${ticket.id}`)).to.deep.equal(ticket);
        expect(await loginTickets.lockByScene(other.scene)).to.deep.equal(other);
      });
    }
  });

  it('are counted while they wait, of one client, after an instant', async () => {
    const userId = await aUser();
    const elsewhere = aTicket({ askedFrom: '203.0.113.8/32' });
    const answered = confirmTicket(aTicket({ createdAt: msAfter(NOON, 2) }), userId, NOON);
    await add(aTicket(), aTicket({ createdAt: msAfter(NOON, 1) }), elsewhere, answered);
    await commit(async ({ loginTickets }) => {
      await loginTickets.lockClient(elsewhere.askedFrom);
      await loginTickets.lockClient(elsewhere.askedFrom);
      expect(await loginTickets.countWaiting('203.0.113.7/32', msAfter(NOON, -1))).to.equal(2);
      expect(await loginTickets.countWaiting('203.0.113.7/32', NOON)).to.equal(1);
      expect(await loginTickets.countWaiting('203.0.113.9/32', msAfter(NOON, -1))).to.equal(0);
    });
  });

  it('are removed once they are old, so many at a time', async () => {
    const young = aTicket({ createdAt: msAfter(NOON, 1) });
    await add(aTicket(), young, aTicket(), aTicket());
    const remove = (limit: number) => commit(({ loginTickets }) => loginTickets.removeBefore(msAfter(NOON, 1), limit));
    expect([await remove(2), await remove(2), await remove(2)]).to.deep.equal([2, 1, 0]);
    expect(await commit(({ loginTickets }) => loginTickets.lockByScene(young.scene))).to.deep.equal(young);
  });

  it('have a scene of their own: a second one is a fault', async () => {
    const ticket = aTicket();
    await add(ticket);
    await rejectionOf(add(aTicket({ scene: ticket.scene })));
  });
});
