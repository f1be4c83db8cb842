import { expect } from 'chai';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import { aNotice, anAttempt, aPaymentFor, aPendingOrder } from '../support/builders.ts';
import { MINUTE, msAfter, NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

describe('Due work that another transaction holds', () => {
  let database: MigratedDatabase;
  const later = msAfter(NOON, 60 * MINUTE);
  before(async () => {
    database = await migratedDatabase();
    for (let placed = 0; placed < 4; placed++) {
      const order = aPendingOrder();
      const event = { kind: 'placed', cause: 'user', at: NOON, detail: {} } as const;
      const attempt = anAttempt(order);
      await database.uow.run(async ({ orders, deliveries, notices }) => {
        await orders.add({ order, attempt }, event);
        await deliveries.owe({ outTradeNo: attempt.intent.outTradeNo, owedSince: NOON, tries: 0 }, NOON);
        await notices.add(aNotice(), NOON);
      });
    }
    const subject = { kind: 'payment', payment: aPaymentFor(anAttempt()) } as const;
    for (const notificationId of ['n-1', 'n-2', 'n-3', 'n-4']) {
      const entry = { notificationId, subject, content: '{}', receivedAt: NOON };
      await database.uow.run(({ inbox }) => inbox.add(entry));
    }
  });
  after(() => database.drop());

  /** What a second transaction gets while the first still holds what it has taken. */
  const side = <T>(first: (stores: Stores) => Promise<T>, second: (stores: Stores) => Promise<T>) =>
    database.uow.run(async (stores) => [await first(stores), await database.uow.run(second)] as const);

  const takes: Readonly<Record<string, (stores: Stores, limit: number) => Promise<string[]>>> = {
    polls: async ({ orders }, limit) => (await orders.takeDuePolls(later, limit)).map(({ outTradeNo }) => outTradeNo),
    closes: ({ orders }, limit) => orders.takeDueCloses(later, limit),
    reports: async ({ deliveries }, limit) =>
      (await deliveries.takeDue(later, limit)).map(({ outTradeNo }) => outTradeNo),
    notices: async ({ notices }, limit) => (await notices.takeDue(later, limit)).map(({ id }) => id),
    notifications: async ({ inbox }, limit) =>
      (await inbox.takeDue(later, limit)).map(({ notificationId }) => notificationId),
  };
  for (const [what, take] of Object.entries(takes)) {
    it(`is left out of due ${what}, without waiting`, async () => {
      const [first, second] = await side(
        (stores) => take(stores, 3),
        (stores) => take(stores, 3),
      );
      expect([first.length, second.length]).to.deep.equal([3, 1]);
      expect(new Set([...first, ...second])).to.have.property('size', 4);
    });
  }

  it('is busy in the inbox, and free again afterwards', async () => {
    const [first, second] = await side(
      ({ inbox }) => inbox.take('n-1'),
      ({ inbox }) => inbox.take('n-1'),
    );
    expect([first.kind, second.kind]).to.deep.equal(['taken', 'busy']);
    expect((await database.uow.run(({ inbox }) => inbox.take('n-1'))).kind).to.equal('taken');
  });

  it('is left out of due notifications while somebody handles it, and due again afterwards', async () => {
    const due = async ({ inbox }: Stores) =>
      (await inbox.takeDue(later, 9)).map(({ notificationId }) => notificationId).sort();
    const [, others] = await side<unknown>(({ inbox }) => inbox.take('n-1'), due);
    expect(others).to.deep.equal(['n-2', 'n-3', 'n-4']);
    expect(await database.uow.run(due)).to.deep.equal(['n-1', 'n-2', 'n-3', 'n-4']);
  });
});
