import type { GatewayName } from '../../../src/domain/ordering/payment-channel.ts';
import type {
  CheckoutOutcome,
  CloseOutcome,
  Payment,
  PaymentLookup,
  Requested,
} from '../../../src/domain/ordering/payment-gateway.ts';
import type { OutTradeNo, TransactionId } from '../../../src/domain/shared/ids.ts';
import { OURS } from '../../support/builders.ts';
import { CHECKOUT, QR_CHECKOUT } from '../../support/fake-gateway.ts';
import type { Dice } from '../dice.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, type VirtualClock } from './virtual-clock.ts';
import { goneBackOf, type VirtualTrade } from './virtual-trade.ts';

/** Whoever is at the keypad when the order is closed may still get through. */
const KEYPAD_MS = 90 * SECOND_MS;
/** Virtual payment closes an order by itself, and on nobody's word. */
const XPAY_LIFE_MS = 2 * HOUR_MS;

const CHECKOUTS: Readonly<Record<GatewayName, CheckoutOutcome>> = {
  jsapi: { kind: 'ready', checkout: CHECKOUT },
  native: { kind: 'ready', checkout: QR_CHECKOUT },
  xpay: {
    kind: 'ready',
    checkout: { gateway: 'xpay', params: { signData: '', paySig: '', signature: '', mode: 'short_series_goods' } },
  },
};

/** What WeChat keeps and decides about payments, without lines that break: `virtual-gateway.ts` has those. */
export class VirtualWechat {
  readonly trades = new Map<OutTradeNo, VirtualTrade>();
  /** What we may never do to it, in words. */
  readonly complaints: string[] = [];
  readonly #clock: VirtualClock;
  readonly #dice: Dice;
  #payments = 0;

  constructor(clock: VirtualClock, dice: Dice) {
    this.#clock = clock;
    this.#dice = dice;
  }

  prepay(gateway: GatewayName, asked: Requested): CheckoutOutcome {
    const { outTradeNo } = asked.intent;
    const known = this.trades.get(outTradeNo);
    if (!known) {
      const nothing = { begunAtMs: null, closedAtMs: null, payment: null, refunds: [] };
      this.trades.set(outTradeNo, { gateway, asked, ...nothing });
      return CHECKOUTS[gateway];
    }
    if (known.asked.request.body !== asked.request.body) this.complaints.push(`${outTradeNo} is asked for in two ways`);
    if (known.payment) return { kind: 'already_paid' };
    return known.closedAtMs === null ? CHECKOUTS[gateway] : { kind: 'closed' };
  }

  query(outTradeNo: OutTradeNo): PaymentLookup {
    const trade = this.#known(outTradeNo);
    if (!trade) return { kind: 'unknown' };
    if (trade.payment) return { kind: 'paid', payment: trade.payment, goneBack: goneBackOf(trade) };
    return { kind: this.#isClosed(trade) ? 'closed' : 'unpaid' };
  }

  close(outTradeNo: OutTradeNo): CloseOutcome {
    const trade = this.trades.get(outTradeNo);
    if (!trade) return { kind: 'unknown' };
    if (trade.payment) return { kind: 'already_paid' };
    if (this.#isClosed(trade)) return { kind: 'closed' };
    if (trade.gateway === 'xpay') return { kind: 'stays_open', goneAt: new Date(this.#begunBy(trade) + XPAY_LIFE_MS) };
    trade.closedAtMs = this.#clock.ms;
    return { kind: 'closed' };
  }

  /** The payer comes to the keypad. False: there is none any more. */
  begin(outTradeNo: OutTradeNo): boolean {
    const trade = this.trades.get(outTradeNo);
    if (!trade || trade.payment || this.#isClosed(trade)) return false;
    if (this.#clock.ms >= trade.asked.intent.expiresAt.getTime()) return false;
    trade.begunAtMs = this.#clock.ms;
    return true;
  }

  /** The payer has typed the password. Null: too late, or it is paid. */
  complete(outTradeNo: OutTradeNo): Payment | null {
    const trade = this.trades.get(outTradeNo);
    if (!trade || trade.payment || trade.begunAtMs === null) return null;
    const patienceMs = trade.gateway === 'xpay' ? XPAY_LIFE_MS - MINUTE_MS : KEYPAD_MS;
    if (this.#clock.ms - trade.begunAtMs > patienceMs) return null;
    trade.payment = this.#paymentFor(trade);
    return trade.payment;
  }

  payments(): Payment[] {
    return [...this.trades.values()].flatMap(({ payment }) => payment ?? []);
  }

  /** Virtual payment hears of an order when its payer comes to the keypad. */
  #known(outTradeNo: OutTradeNo): VirtualTrade | null {
    const trade = this.trades.get(outTradeNo);
    return !trade || (trade.gateway === 'xpay' && trade.begunAtMs === null) ? null : trade;
  }

  /** At the latest. */
  #begunBy({ begunAtMs, asked }: VirtualTrade): number {
    return begunAtMs ?? asked.intent.expiresAt.getTime();
  }

  #isClosed({ gateway, begunAtMs, closedAtMs }: VirtualTrade): boolean {
    if (gateway !== 'xpay') return closedAtMs !== null;
    return begunAtMs !== null && this.#clock.ms >= begunAtMs + XPAY_LIFE_MS;
  }

  #paymentFor({ asked: { intent, request } }: VirtualTrade): Payment {
    this.#payments += 1;
    const number = `4200${String(this.#payments).padStart(8, '0')}${this.#dice.between(10_000_000, 99_999_999)}`;
    return {
      ...{ outTradeNo: intent.outTradeNo, transactionId: number as TransactionId },
      ...{ appid: OURS.appid, mchid: request.mchid, amountFen: intent.amountFen, currency: 'CNY' },
      payerOpenid: intent.payerOpenid ?? 'o-whoever-scans',
      // WeChat tells seconds.
      paidAt: new Date(Math.floor(this.#clock.ms / SECOND_MS) * SECOND_MS),
    };
  }
}
