import { expect } from 'chai';
import type {
  Payment,
  PaymentLookup,
  ProviderRefund,
  RefundOutcome,
  RefundRequest,
} from '../../src/domain/ordering/payment-gateway.ts';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { OutRefundNo, TransactionId } from '../../src/domain/shared/ids.ts';
import { GatewayBench, type Sale } from '../support/gateways/gateway-bench.ts';
import { GATEWAY_DRIVERS } from '../support/gateways/gateway-drivers.ts';
import { newId } from '../support/ids.ts';

/** More than any refund of the simulator takes, and than WeChat Pay wants between two of one payment. */
const REFUND_SECONDS = 120;

for (const driver of GATEWAY_DRIVERS) {
  describe(`The gateway ${driver.name}`, function () {
    this.timeout(30_000);
    let bench: GatewayBench;
    before(async () => {
      bench = await GatewayBench.start(driver);
    });
    after(() => bench.stop());

    const query = ({ attempt }: Sale): Promise<PaymentLookup> => bench.gateway.query(attempt);
    async function paymentOf(sale: Sale): Promise<Payment> {
      const lookup = await query(sale);
      return lookup.kind === 'paid' ? lookup.payment : expect.fail(lookup.kind);
    }
    async function aPaidSale(options: { readonly coupon_fen?: number } = {}): Promise<Sale> {
      const sale = await bench.aSale();
      await bench.pay(sale, options);
      return sale;
    }

    describe('collects money', () => {
      it('by a request that depends on nothing but the intent', async () => {
        const { attempt } = await bench.aSale();
        expect(bench.gateway.freeze(attempt.intent)).to.deep.equal(attempt.request);
        expect(attempt.request.mchid).to.equal(bench.gateway.mchid);
        expect(attempt.request.body).to.include(attempt.intent.outTradeNo);
      });

      it('does not know what no payer and nobody of us has begun', async () => {
        expect(await query(await bench.aSale())).to.deep.equal({ kind: 'unknown' });
      });

      it('is unpaid until the payer has paid', async () => {
        const sale = await bench.aSale();
        await bench.begin(sale);
        expect(await query(sale)).to.deep.equal({ kind: 'unpaid' });
      });

      it('tells a payment in our words, with everything that we compare', async () => {
        const sale = await aPaidSale();
        const { intent, request } = sale.attempt;
        const lookup = await query(sale);
        const payment = lookup.kind === 'paid' ? lookup.payment : expect.fail(lookup.kind);
        expect(lookup).to.have.property('goneBack', 'nothing');
        expect(payment).to.deep.equal({
          ...{ outTradeNo: intent.outTradeNo, appid: request.appid, mchid: request.mchid, amountFen: 990 },
          ...{ currency: 'CNY', payerOpenid: sale.payer, transactionId: payment.transactionId, paidAt: payment.paidAt },
        });
        expect(payment.transactionId).to.match(/^\w{10,}$/);
        expect(Math.abs(payment.paidAt.getTime() - bench.now().getTime())).to.be.below(10_000);
      });

      it('counts by the price where the payer had a coupon of WeChat’s', async () => {
        const sale = await aPaidSale({ coupon_fen: 100 });
        expect(await query(sale)).to.deep.include({ kind: 'paid', goneBack: 'nothing' });
        expect((await paymentOf(sale)).amountFen).to.equal(990);
      });

      it('takes the same request again, and again is one payment', async () => {
        const sale = await bench.aSale();
        await bench.begin(sale);
        await bench.begin(sale);
        await bench.pay(sale);
        const { transactionId } = await paymentOf(sale);
        expect((await paymentOf(sale)).transactionId).to.equal(transactionId);
      });

      it('says of a paid number that it is paid', async () => {
        const sale = await aPaidSale();
        expect(await bench.gateway.createCheckout(sale.attempt)).to.deep.equal({ kind: 'already_paid' });
        expect(await bench.gateway.close(sale.attempt)).to.deep.equal({ kind: 'already_paid' });
      });

      it('closes an unpaid number, or says when the provider will have done so', async () => {
        const sale = await bench.aSale();
        await bench.begin(sale);
        const close = await bench.gateway.close(sale.attempt);
        if (close.kind === 'stays_open') {
          expect(await query(sale)).to.deep.equal({ kind: 'unpaid' });
          await bench.advance((close.goneAt.getTime() - bench.now().getTime()) / 1000 + 1);
        } else expect(close).to.deep.equal({ kind: 'closed' });
        expect(await query(sale)).to.deep.equal({ kind: 'closed' });
        expect(await bench.gateway.createCheckout(sale.attempt)).to.deep.equal({ kind: 'closed' });
        expect(await bench.gateway.close(sale.attempt)).to.deep.equal({ kind: 'closed' });
      });
    });

    describe('is heard of', () => {
      const handle = async (sale: Sale) => {
        const received = await bench.receive(await bench.announcement(sale));
        if (received.kind !== 'stored') return received;
        return { ...received, outcome: await bench.application.handleNotification(received.notificationId) };
      };
      const balanceOf = async ({ userId }: Sale) => (await bench.application.readBalance(userId)).available;

      it('by an announcement, after which the order is paid and the points are there', async () => {
        const sale = await aPaidSale();
        expect(await handle(sale)).to.deep.include({ kind: 'stored', repeated: false });
        const { order } = await theOrder(sale);
        expect(order.status).to.equal('paid');
        expect(await balanceOf(sale)).to.equal(120n);
      });

      it('by repetitions that change nothing', async () => {
        const sale = await aPaidSale();
        const first = await handle(sale);
        for (let times = 0; times < 3; times++) {
          expect(await handle(sale)).to.deep.equal({ ...first, repeated: true });
        }
        expect(await balanceOf(sale)).to.equal(120n);
      });

      for (const fault of ['bad_signature', 'tampered', 'stale']) {
        it(`but not by an announcement that is ${fault}`, async () => {
          const sale = await aPaidSale();
          expect(await bench.receive(await bench.announcement(sale, fault))).to.have.property('kind', 'refused');
          expect(await balanceOf(sale)).to.equal(0n);
        });
      }

      it('by a question, where no announcement comes', async () => {
        const sale = await aPaidSale();
        const outcome = await bench.application.queryAndSettle(sale.attempt.intent.outTradeNo, 'poll');
        expect(outcome.kind).to.equal('settled');
        expect(await balanceOf(sale)).to.equal(120n);
      });

      const theOrder = async ({ userId, order }: Sale) => {
        const read = await bench.application.readOrder(userId, order.id);
        return read.kind === 'found' ? read : expect.fail(read.kind);
      };
    });

    describe('gives money back', () => {
      async function aRefundOf(sale: Sale, change: Partial<RefundRequest> = {}): Promise<RefundRequest> {
        return {
          outRefundNo: newId().replaceAll('-', '') as OutRefundNo,
          outTradeNo: sale.attempt.intent.outTradeNo,
          transactionId: (await paymentOf(sale)).transactionId,
          payerOpenid: sale.payer,
          ...{ refundFen: fen(400), paidFen: fen(990), leftFen: fen(990), reason: '协商退款' },
          ...change,
        };
      }
      const request = (refund: RefundRequest): Promise<RefundOutcome> =>
        bench.gateway.requestRefund(bench.gateway.freezeRefund(refund));
      async function look(refund: RefundRequest): Promise<ProviderRefund> {
        const lookup = await bench.gateway.queryRefund(refund);
        return lookup.kind === 'found' ? lookup.refund : expect.fail(lookup.kind);
      }
      async function goneBackOf(sale: Sale) {
        const lookup = await query(sale);
        return lookup.kind === 'paid' ? lookup.goneBack : expect.fail(lookup.kind);
      }

      it('in part: accepted, under way, and then succeeded', async () => {
        const sale = await aPaidSale();
        const refund = await aRefundOf(sale);
        const { outRefundNo, outTradeNo } = refund;
        const outcome = await request(refund);
        const accepted = outcome.kind === 'accepted' ? outcome.refund : expect.fail(outcome.kind);
        const told = { outRefundNo, outTradeNo, refundId: accepted.refundId, refundFen: 400 };
        expect(accepted).to.deep.equal({ ...told, status: 'processing', succeededAt: null });
        expect(await look(refund)).to.deep.equal(accepted);
        await bench.advance(REFUND_SECONDS);
        const done = await look(refund);
        expect(done).to.deep.equal({ ...told, status: 'succeeded', succeededAt: done.succeededAt });
        expect(done.succeededAt).to.be.instanceOf(Date);
        const goneBack = await goneBackOf(sale);
        if (typeof goneBack === 'object') expect(goneBack.amountFen).to.equal(400);
        else expect(goneBack).to.equal('something');
      });

      it('in parts, as far as there is something left', async () => {
        const sale = await aPaidSale();
        expect(await request(await aRefundOf(sale))).to.have.property('kind', 'accepted');
        await bench.advance(REFUND_SECONDS);
        const rest = await aRefundOf(sale, { refundFen: fen(590), leftFen: fen(590) });
        expect(await request(rest)).to.have.property('kind', 'accepted');
        await bench.advance(REFUND_SECONDS);
        expect(await look(rest)).to.include({ status: 'succeeded', refundFen: 590 });
        const goneBack = await goneBackOf(sale);
        if (typeof goneBack === 'object') expect(goneBack.amountFen).to.equal(990);
        const more = await aRefundOf(sale, { refundFen: fen(1), leftFen: fen(0) });
        expect(await request(more)).to.have.property('kind', 'rejected');
      });

      it('in full, also of what was paid with a coupon, in prices', async () => {
        for (const coupon of [{}, { coupon_fen: 101 }]) {
          const sale = await aPaidSale(coupon);
          const part = await aRefundOf(sale, { refundFen: fen(333) });
          const rest = await aRefundOf(sale, { refundFen: fen(657), leftFen: fen(657) });
          for (const refund of [part, rest]) {
            expect(await request(refund)).to.have.nested.property('refund.refundFen', refund.refundFen);
            await bench.advance(REFUND_SECONDS);
            expect(await look(refund)).to.include({ status: 'succeeded', refundFen: refund.refundFen });
          }
          const goneBack = await goneBackOf(sale);
          if (typeof goneBack === 'object') expect(goneBack.amountFen).to.equal(990);
        }
      });

      it('once, however often the same refund is asked for', async () => {
        const sale = await aPaidSale();
        const frozen = bench.gateway.freezeRefund(await aRefundOf(sale));
        const first = await bench.gateway.requestRefund(frozen);
        expect(await bench.gateway.requestRefund(frozen)).to.deep.equal(first);
        await bench.advance(REFUND_SECONDS);
        const later = await bench.gateway.requestRefund(frozen);
        expect(later).to.have.nested.property('refund.status', 'succeeded');
        const goneBack = await goneBackOf(sale);
        if (typeof goneBack === 'object') expect(goneBack.amountFen).to.equal(400);
      });

      it('not more than was paid', async () => {
        const sale = await aPaidSale();
        const tooMuch = await aRefundOf(sale, { refundFen: fen(991) });
        const outcome = await request(tooMuch);
        expect(outcome).to.have.property('kind', 'rejected');
        expect(outcome).to.have.property('reason').that.is.not.empty;
        expect(await bench.gateway.queryRefund(tooMuch)).to.deep.equal({ kind: 'unknown' });
        expect(await goneBackOf(sale)).to.equal('nothing');
      });

      it('not yet of what is not paid', async () => {
        const sale = await bench.aSale();
        await bench.begin(sale);
        const refund: RefundRequest = {
          outRefundNo: newId().replaceAll('-', '') as OutRefundNo,
          outTradeNo: sale.attempt.intent.outTradeNo,
          transactionId: '4200000925202101284997714292' as TransactionId,
          payerOpenid: sale.payer,
          ...{ refundFen: fen(990), paidFen: fen(990), leftFen: fen(990), reason: '协商退款' },
        };
        expect(await request(refund)).to.deep.equal({ kind: 'not_yet' });
      });

      it('not where the provider fails: then the number is closed for good', async () => {
        const sale = await aPaidSale();
        const refund = await aRefundOf(sale);
        await driver.planRefunds(bench.control, 'fail');
        await request(refund);
        await bench.advance(REFUND_SECONDS);
        await driver.planRefunds(bench.control, 'succeed');
        expect(await look(refund)).to.include({ status: 'closed', succeededAt: null });
        const again = await aRefundOf(sale);
        expect(await request(again)).to.have.property('kind', 'accepted');
      });

      it('also when the answer is lost: the same number finds it', async () => {
        const sale = await aPaidSale();
        const frozen = bench.gateway.freezeRefund(await aRefundOf(sale));
        const rule = { on: 'request', fault: 'reset_after_commit', path: driver.refundPath, times: 1 };
        await bench.control('/faults', { seed: 1, rules: [rule] }, 'PUT');
        const first = await bench.gateway.requestRefund(frozen).catch((error: unknown) => error);
        // Either the gateway asks again by itself, or it leaves that to its caller.
        if (first instanceof Error) expect(first).to.be.instanceOf(Unavailable);
        const second = await bench.gateway.requestRefund(frozen);
        expect(second).to.have.nested.property('refund.status', 'processing');
        expect(await look(frozen.refund)).to.include({ status: 'processing', refundFen: 400 });
      });

      it('is unknown under a number that was never asked for', async () => {
        const sale = await aPaidSale();
        expect(await bench.gateway.queryRefund(await aRefundOf(sale))).to.deep.equal({ kind: 'unknown' });
      });
    });
  });
}
