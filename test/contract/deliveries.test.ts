import { expect } from 'chai';
import type { OwedReport, ReportEnd } from '../../src/domain/ordering/deliveries.ts';
import { anAttempt, aPendingOrder } from '../support/builders.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Deliveries', (commit) => {
  async function anOwedReport(ms = 0): Promise<OwedReport> {
    const order = aPendingOrder();
    const attempt = anAttempt(order);
    const report = { outTradeNo: attempt.intent.outTradeNo, owedSince: msAfter(NOON, ms), tries: 0 };
    await commit(async ({ orders, deliveries }) => {
      await orders.add({ order, attempt }, { kind: 'placed', cause: 'user', at: NOON, detail: {} });
      await deliveries.owe(report, msAfter(NOON, ms + MINUTE));
    });
    return report;
  }
  const dueAt = (ms: number, limit = 9) => commit(({ deliveries }) => deliveries.takeDue(msAfter(NOON, ms), limit));
  const stateOf = ({ outTradeNo }: OwedReport) => commit(({ deliveries }) => deliveries.stateOf(outTradeNo));
  const end = ({ outTradeNo }: OwedReport, how: ReportEnd) =>
    commit(({ deliveries }) => deliveries.end(outTradeNo, how, NOON));

  it('are due when that was agreed, as they were owed', async () => {
    const report = await anOwedReport();
    expect(await dueAt(MINUTE - 1)).to.deep.equal([]);
    expect(await dueAt(MINUTE)).to.deep.equal([report]);
    expect(await stateOf(report)).to.deep.equal({ state: 'pending' });
  });

  it('are due again when that was scheduled, with their tries', async () => {
    const [report, other] = [await anOwedReport(), await anOwedReport()];
    const at = msAfter(NOON, 5 * MINUTE);
    await commit(({ deliveries }) => deliveries.scheduleReport(report.outTradeNo, 3, at));
    expect(await dueAt(5 * MINUTE - 1)).to.deep.equal([other]);
    expect(await dueAt(5 * MINUTE)).to.deep.include.members([{ ...report, tries: 3 }]);
  });

  it('come longest due first, and no more than asked for', async () => {
    const [b, a, c] = [await anOwedReport(2), await anOwedReport(1), await anOwedReport(3)];
    expect(await dueAt(DAY, 2)).to.deep.equal([a, b]);
    expect(await dueAt(DAY)).to.deep.equal([a, b, c]);
  });

  it('are owed once per payment: twice is a fault', async () => {
    const report = await anOwedReport();
    await rejectionOf(commit(({ deliveries }) => deliveries.owe(report, NOON)));
  });

  const ends: readonly ReportEnd[] = [
    { state: 'done' },
    { state: 'refused', reason: 'refunded' },
    { state: 'given_up' },
  ];
  for (const how of ends) {
    it(`are not due once they are ${how.state}, and stay so`, async () => {
      const [report, other] = [await anOwedReport(), await anOwedReport()];
      await end(report, how);
      expect(await dueAt(DAY)).to.deep.equal([other]);
      expect(await stateOf(report)).to.deep.equal(how);
      await end(report, how.state === 'done' ? { state: 'given_up' } : { state: 'done' });
      await commit(({ deliveries }) => deliveries.scheduleReport(report.outTradeNo, 1, NOON));
      expect(await stateOf(report)).to.deep.equal(how);
      expect(await dueAt(DAY)).to.deep.equal([other]);
      expect(await stateOf(other)).to.deep.equal({ state: 'pending' });
    });
  }

  it('raise an alarm once each, and none when they have ended', async () => {
    const [report, other, ended] = [await anOwedReport(), await anOwedReport(), await anOwedReport()];
    await end(ended, { state: 'done' });
    const claim = ({ outTradeNo }: OwedReport) => commit(({ deliveries }) => deliveries.claimAlarm(outTradeNo, NOON));
    const claims = [await claim(report), await claim(report), await claim(other), await claim(ended)];
    expect(claims).to.deep.equal([true, false, true, false]);
    expect(await dueAt(DAY)).to.deep.include.members([report, other]);
  });

  it('know nothing of a payment whose provider does not ask', async () => {
    const { outTradeNo } = anAttempt().intent;
    expect(await commit(({ deliveries }) => deliveries.stateOf(outTradeNo))).to.equal(null);
  });
});
