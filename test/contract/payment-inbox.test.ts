import { expect } from 'chai';
import type { InboxEntry, InboxSubject } from '../../src/domain/ordering/payment-inbox.ts';
import type { OutTradeNo } from '../../src/domain/shared/ids.ts';
import { anAttempt, aPaymentFor, aProviderRefund, OURS } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const aboutAPayment = (payerOpenid: string | null = OURS.openid): InboxSubject => ({
  kind: 'payment',
  payment: aPaymentFor(anAttempt(), { paidAt: msAfter(NOON, 123), payerOpenid }),
});

const aboutARefund = (succeededAt: Date | null): InboxSubject => ({
  kind: 'refund',
  mchid: OURS.mchid,
  refund: aProviderRefund({ status: 'succeeded', succeededAt }),
});

const anEntry = (change: Partial<InboxEntry> = {}): InboxEntry => ({
  notificationId: newId(),
  subject: aboutAPayment(),
  content: '{"b": 1,  "a":"积分"}',
  receivedAt: msAfter(NOON, 456),
  ...change,
});

const LATER = msAfter(NOON, DAY);

describeStores('PaymentInbox', (commit) => {
  const add = (entry: InboxEntry) => commit(({ inbox }) => inbox.add(entry));
  const take = (id: string) => commit(({ inbox }) => inbox.take(id));
  const dueAt = (now: Date, limit = 9) => commit(({ inbox }) => inbox.takeDue(now, limit));
  const aStored = async (ms = 0): Promise<InboxEntry> => {
    const entry = anEntry({ receivedAt: msAfter(NOON, ms) });
    await add(entry);
    return entry;
  };

  const subjects: Readonly<Record<string, InboxSubject>> = {
    'a payment': aboutAPayment(),
    'a payment by nobody known': aboutAPayment(null),
    'a finished refund': aboutARefund(msAfter(NOON, 124)),
    'a refund under way': aboutARefund(null),
    'something to look into': { kind: 'hint', outTradeNo: 'a'.repeat(32) as OutTradeNo },
    'nothing that we act on': { kind: 'other' },
  };
  for (const [what, subject] of Object.entries(subjects)) {
    it(`gives an entry about ${what} back as it was`, async () => {
      const entry = anEntry({ subject });
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

  it('has an entry to try two seconds after it was received', async () => {
    const entry = anEntry();
    await add(entry);
    expect(await dueAt(msAfter(entry.receivedAt, 2 * SECOND - 1))).to.deep.equal([]);
    const due = [{ notificationId: entry.notificationId, tries: 0 }];
    expect(await dueAt(msAfter(entry.receivedAt, 2 * SECOND))).to.deep.equal(due);
  });

  it('has it to try again when that was scheduled', async () => {
    const { notificationId } = await aStored();
    await commit(({ inbox }) => inbox.scheduleTry(notificationId, 3, msAfter(NOON, MINUTE)));
    expect(await dueAt(msAfter(NOON, MINUTE - 1))).to.deep.equal([]);
    expect(await dueAt(msAfter(NOON, MINUTE))).to.deep.equal([{ notificationId, tries: 3 }]);
  });

  it('keeps the schedule of an entry that is stored or taken again, and of every other', async () => {
    const [one, other] = [await aStored(), await aStored()];
    await commit(({ inbox }) => inbox.scheduleTry(one.notificationId, 3, msAfter(NOON, MINUTE)));
    await add(one);
    await take(one.notificationId);
    expect(await dueAt(msAfter(NOON, MINUTE - 1))).to.deep.equal([{ notificationId: other.notificationId, tries: 0 }]);
    expect(await take(one.notificationId)).to.deep.equal({ kind: 'taken', entry: one });
  });

  it('gives what is due, longest due first, no more than asked for', async () => {
    const [b, a, c] = [await aStored(2), await aStored(1), await aStored(3)];
    const dueIds = async (limit: number) => (await dueAt(LATER, limit)).map(({ notificationId }) => notificationId);
    expect(await dueIds(2)).to.deep.equal([a.notificationId, b.notificationId]);
    await commit(({ inbox }) => inbox.scheduleTry(a.notificationId, 1, LATER));
    expect(await dueIds(9)).to.deep.equal([b.notificationId, c.notificationId, a.notificationId]);
  });

  it('remembers the outcome of what is handled, and gives it no more', async () => {
    const [one, other] = [await aStored(), await aStored()];
    await commit(({ inbox }) => inbox.finish(one.notificationId, 'mismatch', NOON));
    expect(await take(one.notificationId)).to.deep.equal({ kind: 'handled', outcome: 'mismatch' });
    expect(await add(one)).to.equal(false);
    await commit(({ inbox }) => inbox.scheduleTry(one.notificationId, 1, NOON));
    expect(await dueAt(LATER)).to.deep.equal([{ notificationId: other.notificationId, tries: 0 }]);
  });
});
