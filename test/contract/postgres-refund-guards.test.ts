import { expect } from 'chai';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import { providerRequest } from '../../src/domain/ordering/refund.ts';
import { paymentThrough } from '../../src/domain/ordering/refunded-payment.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import { anAttempt, aPendingOrder } from '../support/builders.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { anApprovedRefund, aProcessingRefund, aTransactionId } from '../support/refund-builders.ts';
import { rejectionOf } from '../support/rejection.ts';

describe('The table of refunds', () => {
  let database: MigratedDatabase;
  const EVENT = { kind: 'refund_requested', cause: 'operator', at: NOON, detail: {} } as const;
  const here = { payment: anApprovedRefund().payment, orderId: anApprovedRefund().orderId };
  const refund = () => anApprovedRefund(here);
  before(async () => {
    database = await migratedDatabase();
    const order = aPendingOrder();
    const attempt = anAttempt(order);
    Object.assign(here, { orderId: order.id, payment: paymentThrough(attempt, aTransactionId()) });
    await database.uow.run(({ orders }) => orders.add({ order, attempt }, { ...EVENT, kind: 'placed' }));
  });
  after(() => database.drop());
  const added = async () => {
    const made = refund();
    await database.uow.run(({ refunds }) => refunds.add({ refund: made, requestKey: null }, EVENT));
    return made;
  };

  const changes: Readonly<Record<string, object>> = {
    'another number': { out_refund_no: 'x'.repeat(32) },
    'another amount': { refund_fen: 101 },
    'another payment': { transaction_id: 'another' },
    'another reason': { reason: 'another' },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`lets no refund get ${what} afterwards`, async () => {
      const { id } = await added();
      const error = await rejectionOf(Promise.resolve(database.knex('ordering.refunds').where({ id }).update(change)));
      expect(error.message).to.include('never changes');
    });
  }

  it('keeps the first request for ever', async () => {
    const made = await added();
    const keep = (body: string) =>
      database.uow.run(({ refunds }) =>
        refunds.keepRequest(made.id, { refund: providerRequest(made, fen(890)), body }),
      );
    await keep('{"first":1}');
    expect((await rejectionOf(keep('{"second":2}'))).message).to.include('never changes');
  });

  const impossible: Readonly<Record<string, object>> = {
    'processing that was never accepted': { status: 'processing' },
    'failed without a reason': { status: 'failed', ended_at: NOON, next_try_at: null },
    'succeeded without a time': { status: 'succeeded', accepted_at: NOON, provider_refund_id: '1', ended_at: NOON },
    'approved that is never sent': { next_try_at: null },
    'refund of nothing': { refund_fen: 0 },
  };
  for (const [what, change] of Object.entries(impossible)) {
    it(`holds no ${what}`, async () => {
      const { id } = await added();
      await rejectionOf(Promise.resolve(database.knex('ordering.refunds').where({ id }).update(change)));
    });
  }

  it('leaves due refunds that another transaction holds to it, without waiting', async () => {
    await database.knex('ordering.refunds').delete();
    for (let n = 0; n < 4; n++) await added();
    const polling = Array.from({ length: 4 }, () => aProcessingRefund(here));
    for (const each of polling) {
      await database.uow.run(({ refunds }) => refunds.add({ refund: each, requestKey: null }, EVENT));
    }
    const later = msAfter(NOON, DAY);
    const takes = [
      async ({ refunds }: Stores) => (await refunds.takeDueSends(later, 3)).length,
      async ({ refunds }: Stores) => (await refunds.takeDuePolls(later, 3)).length,
    ];
    for (const take of takes) {
      const both = await database.uow.run(async (stores) => [await take(stores), await database.uow.run(take)]);
      expect(both).to.deep.equal([3, 1]);
    }
  });
});
