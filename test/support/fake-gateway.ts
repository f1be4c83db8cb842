import type {
  CheckoutOutcome,
  CheckoutParams,
  CloseOutcome,
  FrozenRequest,
  NotificationReading,
  Payment,
  PaymentGateway,
  PaymentIntent,
  PaymentLookup,
  RawNotification,
} from '../../src/domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../src/domain/shared/ids.ts';
import { OURS } from './builders.ts';
import { Script } from './script.ts';

export const CHECKOUT: CheckoutParams = {
  appId: OURS.appid,
  timeStamp: '1768449600',
  nonceStr: 'nonce',
  package: 'prepay_id=wx1',
  signType: 'RSA',
  paySign: 'signature',
};

/** A provider that takes every order and has seen no payment, unless a test says otherwise. */
export class FakeGateway implements PaymentGateway {
  mchid: string = OURS.mchid;
  readonly checkouts = new Script<CheckoutOutcome>();
  readonly queries = new Script<PaymentLookup>();
  readonly closes = new Script<CloseOutcome>();
  /** What was asked, in order: `query 0190…`. */
  readonly asked: string[] = [];
  /** The frozen requests as they were sent. */
  readonly sent: FrozenRequest[] = [];
  readonly #paid = new Map<OutTradeNo, Payment>();
  #frozen = 0;

  /** From now on, the provider knows this payment. */
  hasReceived(payment: Payment): void {
    this.#paid.set(payment.outTradeNo, payment);
  }

  /** Differs at every call, so that a repetition that freezes anew is found out. */
  freeze(intent: PaymentIntent): FrozenRequest {
    this.#frozen += 1;
    const body = JSON.stringify({ out_trade_no: intent.outTradeNo, total: intent.amountFen, frozen: this.#frozen });
    return { appid: OURS.appid, mchid: OURS.mchid, body };
  }

  async createCheckout(request: FrozenRequest): Promise<CheckoutOutcome> {
    this.sent.push(request);
    return this.checkouts.next(() => ({ kind: 'ready', params: CHECKOUT }));
  }

  async query(outTradeNo: OutTradeNo): Promise<PaymentLookup> {
    this.asked.push(`query ${outTradeNo}`);
    return this.queries.next(() => {
      const payment = this.#paid.get(outTradeNo);
      return payment ? { kind: 'paid', payment } : { kind: 'unpaid' };
    });
  }

  async close(outTradeNo: OutTradeNo): Promise<CloseOutcome> {
    this.asked.push(`close ${outTradeNo}`);
    return this.closes.next(() => ({ kind: this.#paid.has(outTradeNo) ? 'already_paid' : 'closed' }));
  }

  /** Takes what `aNotification` has made. */
  readNotification(raw: RawNotification): NotificationReading {
    return JSON.parse(new TextDecoder().decode(raw.body), (key, value) =>
      key === 'paidAt' ? new Date(value) : value,
    ) as NotificationReading;
  }
}

/** A raw notification that the fake reads as `reading`. */
export const aNotification = (reading: NotificationReading): RawNotification => ({
  headers: {},
  body: new TextEncoder().encode(JSON.stringify(reading)),
});
