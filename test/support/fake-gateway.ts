import type { GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import type {
  Checkout,
  CheckoutOutcome,
  CloseOutcome,
  FrozenRefund,
  FrozenRequest,
  GoneBack,
  NotificationReading,
  Payment,
  PaymentGateway,
  PaymentIntent,
  PaymentLookup,
  ProviderRefund,
  RawNotification,
  RefundLookup,
  RefundOutcome,
  RefundRequest,
  Requested,
} from '../../src/domain/ordering/payment-gateway.ts';
import type { OutRefundNo, OutTradeNo } from '../../src/domain/shared/ids.ts';
import { OURS } from './builders.ts';
import { Script } from './script.ts';

const PARAMS = {
  appId: OURS.appid,
  timeStamp: '1768449600',
  nonceStr: 'nonce',
  package: 'prepay_id=wx1',
  signType: 'RSA',
  paySign: 'signature',
} as const;

export const CHECKOUT: Checkout = { gateway: 'jsapi', params: PARAMS };
export const QR_CHECKOUT: Checkout = { gateway: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=fake' };

/** A provider that takes every order and has seen no payment, unless a test says otherwise. */
export class FakeGateway implements PaymentGateway {
  readonly name: GatewayName;
  mchid: string = OURS.mchid;
  payerAppid: string | null = OURS.appid;
  readonly checkouts = new Script<CheckoutOutcome>();
  readonly queries = new Script<PaymentLookup>();
  readonly closes = new Script<CloseOutcome>();
  readonly refunds = new Script<RefundOutcome>();
  /** What was asked, in order: `query 0190…`. */
  readonly asked: string[] = [];
  /** The frozen requests as they were sent. */
  readonly sent: FrozenRequest[] = [];
  /** The frozen refunds as they were sent. */
  readonly refundsSent: FrozenRefund[] = [];
  goneBack: GoneBack = 'nothing';
  readonly #paid = new Map<OutTradeNo, Payment>();
  readonly #refunded = new Map<OutRefundNo, ProviderRefund>();
  #frozen = 0;

  constructor(name: GatewayName = 'jsapi') {
    this.name = name;
  }

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

  /** From now on, the provider tells this of the refund. */
  tells(refund: ProviderRefund): void {
    this.#refunded.set(refund.outRefundNo, refund);
  }

  async createCheckout({ request }: Requested): Promise<CheckoutOutcome> {
    this.sent.push(request);
    const checkout = this.name === 'native' ? QR_CHECKOUT : CHECKOUT;
    return this.checkouts.next(() => ({ kind: 'ready', checkout }));
  }

  async query({ intent: { outTradeNo } }: Requested): Promise<PaymentLookup> {
    this.asked.push(`query ${outTradeNo}`);
    return this.queries.next(() => {
      const payment = this.#paid.get(outTradeNo);
      return payment ? { kind: 'paid', payment, goneBack: this.goneBack } : { kind: 'unpaid' };
    });
  }

  async close({ intent: { outTradeNo } }: Requested): Promise<CloseOutcome> {
    this.asked.push(`close ${outTradeNo}`);
    return this.closes.next(() => ({ kind: this.#paid.has(outTradeNo) ? 'already_paid' : 'closed' }));
  }

  freezeRefund(refund: RefundRequest): FrozenRefund {
    this.#frozen += 1;
    return { refund, body: JSON.stringify({ out_refund_no: refund.outRefundNo, frozen: this.#frozen }) };
  }

  /** Accepts, unless told otherwise, and then has the refund under way. */
  async requestRefund(frozen: FrozenRefund): Promise<RefundOutcome> {
    this.refundsSent.push(frozen);
    const { outRefundNo, outTradeNo, refundFen } = frozen.refund;
    return this.refunds.next(() => {
      const refundId = `50000${outRefundNo.slice(0, 8)}`;
      const begun = { outRefundNo, outTradeNo, refundId, refundFen, status: 'processing', succeededAt: null } as const;
      const refund = this.#refunded.get(outRefundNo) ?? begun;
      this.tells(refund);
      return { kind: 'accepted', refund };
    });
  }

  async queryRefund({ outRefundNo }: RefundRequest): Promise<RefundLookup> {
    this.asked.push(`refund ${outRefundNo}`);
    const refund = this.#refunded.get(outRefundNo);
    return refund ? { kind: 'found', refund } : { kind: 'unknown' };
  }
}

const INSTANTS = new Set(['paidAt', 'succeededAt']);

/** Takes what `aNotification` has made. */
export const fakeNotificationReader = (raw: RawNotification): NotificationReading =>
  JSON.parse(new TextDecoder().decode(raw.body), (key, value) =>
    INSTANTS.has(key) && value !== null ? new Date(value) : value,
  ) as NotificationReading;

/** A raw notification that the fake reads as `reading`. */
export const aNotification = (reading: NotificationReading): RawNotification => ({
  headers: {},
  body: new TextEncoder().encode(JSON.stringify(reading)),
});
