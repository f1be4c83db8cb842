import { expect } from 'chai';
import type { InboxEntry } from '../../src/domain/ordering/payment-inbox.ts';
import { anAttempt, aPaymentFor } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const anEntry = (change: Partial<InboxEntry> = {}): InboxEntry => ({
  notificationId: newId(),
  payment: aPaymentFor(anAttempt(), { paidAt: msAfter(NOON, 123) }),
  content: '{"b": 1,  "a":"积分"}',
  receivedAt: msAfter(NOON, 456),
  ...change,
});

describeStores('PaymentInbox', (commit) => {
  const add = (entry: InboxEntry) => commit(({ inbox }) => inbox.add(entry));
  const take = (id: string) => commit(({ inbox }) => inbox.take(id));

  for (const entry of [
    anEntry(),
    anEntry({ payment: aPaymentFor(anAttempt(), { payerOpenid: null }) }),
    anEntry({ payment: null }),
  ]) {
    const what = entry.payment ? `with a payment by ${entry.payment.payerOpenid}` : 'without a payment';
    it(`gives an entry ${what} back as it was`, async () => {
      expect(await add(entry)).to.equal(true);
      expect(await take(entry.notificationId)).to.deep.equal({ kind: 'taken', entry });
    });
  }

  it('keeps the first of two entries of one id, and says so', async () => {
    const entry = anEntry();
    await add(entry);
    expect(await add({ ...anEntry(), notificationId: entry.notificationId })).to.equal(false);
    expect(await take(entry.notificationId)).to.deep.equal({ kind: 'taken', entry });
  });

  it('has nothing to take that was never stored', async () => {
    expect(await take('n-never')).to.deep.equal({ kind: 'busy' });
  });

  it('lists what is unhandled, oldest first, no more than asked for', async () => {
    const [b, a, c] = [2, 1, 3].map((ms) => anEntry({ receivedAt: msAfter(NOON, ms) }));
    for (const entry of [b, a, c] as InboxEntry[]) await add(entry);
    const listed = await commit(({ inbox }) => inbox.listUnhandled(2));
    expect(listed).to.deep.equal([a?.notificationId, b?.notificationId]);
  });

  it('remembers the outcome of what is handled, and lists it no more', async () => {
    const [one, other] = [anEntry(), anEntry()];
    await add(one);
    await add(other);
    await commit(({ inbox }) => inbox.finish(one.notificationId, 'mismatch', NOON));
    expect(await take(one.notificationId)).to.deep.equal({ kind: 'handled', outcome: 'mismatch' });
    expect(await add(one)).to.equal(false);
    expect(await commit(({ inbox }) => inbox.listUnhandled(9))).to.deep.equal([other.notificationId]);
  });
});
