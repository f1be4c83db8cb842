import type {
  FrozenRefund,
  ProviderRefund,
  RefundLookup,
  RefundOutcome,
} from '../../../src/domain/ordering/payment-gateway.ts';
import type { OutRefundNo } from '../../../src/domain/shared/ids.ts';
import type { Dice } from '../dice.ts';
import type { SeededScheduler } from './seeded-scheduler.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './virtual-clock.ts';
import { standingFen, toldOf, type VirtualRefund } from './virtual-refund.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

type Tell = (mchid: string, refund: ProviderRefund) => void;
/** WeChat, 申请退款: one of an order within a minute. */
const APART_MS = MINUTE_MS;

/** The money that goes back: in minutes mostly, in days sometimes, and sometimes not, or not without a person. */
export class VirtualRefunds {
  readonly #wechat: VirtualWechat;
  readonly #scheduler: SeededScheduler;
  readonly #dice: Dice;
  readonly #tell: Tell;
  #accepted = 0;

  constructor(wechat: VirtualWechat, scheduler: SeededScheduler, dice: Dice, tell: Tell) {
    this.#wechat = wechat;
    this.#scheduler = scheduler;
    this.#dice = dice;
    this.#tell = tell;
  }

  request({ refund, body }: FrozenRefund): RefundOutcome {
    const known = this.#find(refund.outRefundNo);
    if (known && known.body !== body) this.#complain(`refund ${refund.outRefundNo} is asked for in two ways`);
    if (known) return { kind: 'accepted', refund: toldOf(known) };
    const trade = this.#wechat.trades.get(refund.outTradeNo);
    if (!trade?.payment) return { kind: 'rejected', reason: 'no such payment' };
    const now = this.#scheduler.clock.now();
    if (trade.refunds.some(({ acceptedAt }) => now.getTime() - acceptedAt.getTime() < APART_MS))
      return { kind: 'not_yet' };
    if (this.#dice.chance(0.05)) return { kind: 'balance_too_low' };
    if (standingFen(trade.refunds) + refund.refundFen > trade.payment.amountFen) {
      this.#complain(`more than was paid is to go back of ${refund.outTradeNo}`);
      return { kind: 'rejected', reason: 'more than was paid' };
    }
    this.#accepted += 1;
    const refundId = `5030${String(this.#accepted).padStart(10, '0')}`;
    const begun: VirtualRefund = {
      request: refund,
      body,
      refundId,
      acceptedAt: now,
      status: 'processing',
      succeededAt: null,
    };
    trade.refunds.push(begun);
    this.#decideFate(begun, trade.payment.mchid);
    return { kind: 'accepted', refund: toldOf(begun) };
  }

  query(outRefundNo: OutRefundNo): RefundLookup {
    const found = this.#find(outRefundNo);
    return found ? { kind: 'found', refund: toldOf(found) } : { kind: 'unknown' };
  }

  #decideFate(refund: VirtualRefund, mchid: string): void {
    const fate = this.#dice.next();
    const first = fate < 0.08 ? 'closed' : fate < 0.16 ? 'abnormal' : 'succeeded';
    const after = this.#delayMs();
    this.#scheduler.after(after, () => this.#end(refund, mchid, first));
    // A person says at the merchant's console where the money is to go.
    if (first !== 'abnormal') return;
    this.#scheduler.after(after + this.#dice.between(HOUR_MS, DAY_MS), () => this.#end(refund, mchid, 'succeeded'));
  }

  #delayMs(): number {
    const speed = this.#dice.next();
    if (speed < 0.6) return this.#dice.between(0, 10 * MINUTE_MS);
    return speed < 0.85 ? this.#dice.between(0, 12 * HOUR_MS) : this.#dice.between(DAY_MS, 2 * DAY_MS);
  }

  #end(refund: VirtualRefund, mchid: string, status: 'succeeded' | 'closed' | 'abnormal'): void {
    refund.status = status;
    if (status === 'succeeded') refund.succeededAt = this.#scheduler.clock.now();
    this.#tell(mchid, toldOf(refund));
  }

  #find(outRefundNo: OutRefundNo): VirtualRefund | undefined {
    const all = [...this.#wechat.trades.values()].flatMap(({ refunds }) => refunds);
    return all.find(({ request }) => request.outRefundNo === outRefundNo);
  }

  #complain(what: string): void {
    this.#wechat.complaints.push(what);
  }
}
