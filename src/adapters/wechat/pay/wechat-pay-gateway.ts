import { createPrivateKey, type KeyObject } from 'node:crypto';
import type WxPay from 'wechatpay-node-v3';
import type { Output } from 'wechatpay-node-v3/dist/define.js';
import { z } from 'zod';
import type {
  CheckoutOutcome,
  CloseOutcome,
  FrozenRequest,
  NotificationReading,
  PaymentGateway,
  PaymentIntent,
  PaymentLookup,
  RawNotification,
} from '../../../domain/ordering/payment-gateway.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import type { OutTradeNo } from '../../../domain/shared/ids.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { type Answer, callWechatPay } from './call-wechat-pay.ts';
import { freezeRequest, thawRequest } from './frozen-request.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { readNotification } from './read-notification.ts';
import { createRequestSigner } from './request-signer.ts';
import { assertUsableApiV3Keys, type WechatPaySettings } from './settings.ts';
import { signCheckout } from './sign-checkout.ts';
import { readLookup } from './transaction.ts';
import { VerifyingTransport } from './transport.ts';
import type { WechatPayError } from './wechat-pay-error.ts';

export type WechatPayGatewayOptions = {
  readonly settings: WechatPaySettings;
  readonly keys: PlatformKeys;
  readonly now?: () => Date;
  /** One pause per further try; the default makes three tries in all. */
  readonly retryDelaysMs?: readonly number[];
};

// The package has already wrapped the prepay_id for its own signature; see sign-checkout.ts.
const prepaySchema = z.object({ package: z.templateLiteral(['prepay_id=', z.string().min(1)]) });

/** WeChat Pay API v3, JSAPI payments of one mini-program to one merchant. */
export class WechatPayGateway implements PaymentGateway {
  readonly #settings: WechatPaySettings;
  readonly #keys: PlatformKeys;
  readonly #now: () => Date;
  readonly #retryDelaysMs: readonly number[];
  readonly #privateKey: KeyObject;
  readonly #wxpay: WxPay;

  constructor({ settings, keys, now = () => new Date(), retryDelaysMs = [200, 600] }: WechatPayGatewayOptions) {
    assertUsableApiV3Keys(settings.apiV3Keys);
    this.#settings = settings;
    this.#keys = keys;
    this.#now = now;
    this.#retryDelaysMs = retryDelaysMs;
    this.#privateKey = createPrivateKey(settings.merchantPrivateKeyPem);
    this.#wxpay = createRequestSigner(settings);
    this.#wxpay.createHttp(new VerifyingTransport(settings, keys.find, now));
  }

  get mchid(): string {
    return this.#settings.mchid;
  }

  freeze(intent: PaymentIntent): FrozenRequest {
    return freezeRequest(intent, this.#settings);
  }

  /** Wrong credentials come back as `rejected`, with WeChat's words as the reason. */
  async createCheckout(request: FrozenRequest): Promise<CheckoutOutcome> {
    const params = thawRequest(request);
    const answer = await this.#call(() => this.#wxpay.transactions_jsapi(params));
    if (answer.kind === 'error') return refuseCheckout(answer.error);
    const prepay = prepaySchema.safeParse(answer.data).data;
    if (prepay === undefined) throw unreadable('prepay answer');
    const prepayId = prepay.package.slice('prepay_id='.length);
    return { kind: 'ready', params: signCheckout(request.appid, prepayId, this.#privateKey, this.#now()) };
  }

  /** Throws `WechatPayError` for an error that says nothing about the order, such as wrong credentials. */
  async query(outTradeNo: OutTradeNo): Promise<PaymentLookup> {
    const answer = await this.#call(() => this.#wxpay.query({ out_trade_no: outTradeNo }));
    if (answer.kind === 'success') {
      const lookup = readLookup(answer.data, outTradeNo);
      if (lookup === undefined) throw unreadable('transaction');
      return lookup;
    }
    if (answer.error.meaning === 'not_found') return { kind: 'unknown' };
    throw answer.error;
  }

  /**
   * Throws as `query` does. `closed` may be overtaken by a payer who is typing the password: ask `query` afterwards.
   */
  async close(outTradeNo: OutTradeNo): Promise<CloseOutcome> {
    const answer = await this.#call(() => this.#wxpay.close(outTradeNo));
    if (answer.kind === 'success') return { kind: 'closed' };
    if (answer.error.meaning === 'closed') return { kind: 'closed' };
    if (answer.error.meaning === 'already_paid') return { kind: 'already_paid' };
    if (answer.error.meaning === 'not_found') return { kind: 'unknown' };
    throw answer.error;
  }

  readNotification(raw: RawNotification): NotificationReading {
    const { apiV3Keys } = this.#settings;
    return readNotification(raw, { findKey: this.#keys.find, apiV3Keys, now: this.#now() });
  }

  // All three calls are idempotent at WeChat: one number, one frozen request.
  #call(send: () => Promise<Output>): Promise<Answer> {
    return callWechatPay(send, { delaysMs: this.#retryDelaysMs, budgetMs: this.#settings.timeoutMs });
  }
}

function refuseCheckout(error: WechatPayError): CheckoutOutcome {
  if (error.meaning === 'already_paid' || error.meaning === 'closed') return { kind: error.meaning };
  return { kind: 'rejected', reason: `${error.message} (request ${error.requestId ?? 'without id'})` };
}

const unreadable = (what: string): Unavailable =>
  new Unavailable('wechat_pay', { cause: new ExchangeFault('unreadable', `not a ${what}`) });
