import type {
  CheckoutOutcome,
  CloseOutcome,
  FrozenRefund,
  FrozenRequest,
  PaymentGateway,
  PaymentIntent,
  PaymentLookup,
  RefundLookup,
  RefundOutcome,
  RefundRequest,
  Requested,
} from '../../../domain/ordering/payment-gateway.ts';
import type { WechatApi } from '../api/wechat-api.ts';
import { findOrder, fromSeconds, type XpayOrder } from './find-order.ts';
import { readPayment } from './read-payment.ts';
import { freezeRefund } from './refund.ts';
import { merchantOf, type XpaySettings } from './settings.ts';
import { freezeSignData } from './sign-data.ts';
import { XpayApi } from './xpay-api.ts';
import { queryRefund, requestRefund } from './xpay-refunds.ts';
import { paySignature, userSignature } from './xpay-signature.ts';

type Options = {
  readonly settings: XpaySettings;
  readonly api: WechatApi;
  readonly findSessionKey: (appid: string, openid: string) => Promise<string | null>;
};

/** WeChat closes what was begun and not paid, after this long and on nobody's word. */
const unpaidLifeSeconds = 2 * 3600;
const closedSince = (begunSeconds: number): Date => fromSeconds(begunSeconds + unpaidLifeSeconds);

/**
 * 小程序虚拟支付, 道具直购. The phone places the order; we sign what it may place, and ask what has become of it.
 */
export class XpayGateway implements PaymentGateway {
  readonly name = 'xpay';
  readonly #settings: XpaySettings;
  readonly #xpay: XpayApi;
  readonly #findSessionKey: Options['findSessionKey'];

  constructor({ settings, api, findSessionKey }: Options) {
    this.#settings = settings;
    this.#xpay = new XpayApi(api, settings);
    this.#findSessionKey = findSessionKey;
  }

  get mchid(): string {
    return merchantOf(this.#settings);
  }

  get payerAppid(): string {
    return this.#settings.appid;
  }

  freeze(intent: PaymentIntent): FrozenRequest {
    return freezeSignData(intent, this.#settings);
  }

  /** Asks first: a number that is paid or closed would fail on the phone, where nobody learns why. */
  async createCheckout(attempt: Requested): Promise<CheckoutOutcome> {
    const { appid, body: signData } = attempt.request;
    const sessionKey = await this.#findSessionKey(appid, payerOf(attempt));
    if (sessionKey === null) return { kind: 'payer_session_missing' };
    const { kind } = await this.query(attempt);
    if (kind === 'paid') return { kind: 'already_paid' };
    if (kind === 'closed') return { kind };
    const paySig = paySignature(this.#settings.appKey, 'requestVirtualPayment', signData);
    const signature = userSignature(sessionKey, signData);
    const params = { signData, paySig, signature, mode: 'short_series_goods' } as const;
    return { kind: 'ready', checkout: { gateway: 'xpay', params } };
  }

  /** Throws `WechatApiError` for an error that says nothing about the order, such as wrong credentials. */
  async query(attempt: Requested): Promise<PaymentLookup> {
    const order = await this.#find(attempt);
    return order ? this.#read(attempt, order) : { kind: 'unknown' };
  }

  /**
   * Throws as `query` does. There is nothing to call: WeChat closes by itself. What no phone has begun yet may be begun until its
   * time to pay is over, and WeChat's push of it may be lost.
   */
  async close(attempt: Requested): Promise<CloseOutcome> {
    const order = await this.#find(attempt);
    if (!order) return { kind: 'stays_open', goneAt: closedSince(attempt.intent.expiresAt.getTime() / 1000) };
    const { kind } = this.#read(attempt, order);
    if (kind === 'paid') return { kind: 'already_paid' };
    if (kind === 'closed') return { kind };
    return { kind: 'stays_open', goneAt: closedSince(order.create_time) };
  }

  freezeRefund(refund: RefundRequest): FrozenRefund {
    return freezeRefund(refund, this.#settings.env);
  }

  requestRefund(frozen: FrozenRefund): Promise<RefundOutcome> {
    return requestRefund(this.#xpay, frozen);
  }

  queryRefund(refund: RefundRequest): Promise<RefundLookup> {
    return queryRefund(this.#xpay, refund);
  }

  #find(attempt: Requested): Promise<XpayOrder | null> {
    return findOrder(this.#xpay, payerOf(attempt), attempt.intent.outTradeNo);
  }

  #read(attempt: Requested, order: XpayOrder): Exclude<PaymentLookup, { kind: 'unknown' }> {
    const { appid } = this.#settings;
    return readPayment(order, { appid, mchid: this.mchid, payerOpenid: payerOf(attempt) });
  }
}

function payerOf({ intent: { payerOpenid } }: Requested): string {
  if (payerOpenid === null) throw new Error('virtual payment: nobody in particular is to pay');
  return payerOpenid;
}
