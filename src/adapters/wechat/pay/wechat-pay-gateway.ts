import { createPrivateKey, type KeyObject } from 'node:crypto';
import type WxPay from 'wechatpay-node-v3';
import type { Output } from 'wechatpay-node-v3/dist/define.js';
import { z } from 'zod';
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
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { type Answer, callWechatPay } from './call-wechat-pay.ts';
import { freezeRefund, freezeRequest, type OrderParams, thawRefund, thawRequest } from './frozen-request.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { readRefund } from './refund.ts';
import { createRequestSigner } from './request-signer.ts';
import { assertUsableApiV3Keys, type WechatPaySettings } from './settings.ts';
import { signCheckout } from './sign-checkout.ts';
import { readLookup } from './transaction.ts';
import { VerifyingTransport } from './transport.ts';
import type { WechatPayError } from './wechat-pay-error.ts';

export type WechatPayGatewayOptions = {
  /** `jsapi`: inside the mini-program. `native`: by QR code. */
  readonly name: 'jsapi' | 'native';
  readonly settings: WechatPaySettings;
  readonly keys: PlatformKeys;
  readonly now?: () => Date;
  /** One pause per further try; the default makes three tries in all. */
  readonly retryDelaysMs?: readonly number[];
};

// The package has already wrapped the prepay_id for its own signature; see sign-checkout.ts.
const prepaySchema = z.object({ package: z.templateLiteral(['prepay_id=', z.string().min(1)]) });
const codeSchema = z.object({ code_url: z.string().min(1) });

/** WeChat Pay API v3: payments of one app to one merchant, and their refunds. */
export class WechatPayGateway implements PaymentGateway {
  readonly name: 'jsapi' | 'native';
  readonly #settings: WechatPaySettings;
  readonly #now: () => Date;
  readonly #retryDelaysMs: readonly number[];
  readonly #privateKey: KeyObject;
  readonly #wxpay: WxPay;

  constructor({ name, settings, keys, now = () => new Date(), retryDelaysMs = [200, 600] }: WechatPayGatewayOptions) {
    assertUsableApiV3Keys(settings.apiV3Keys);
    this.name = name;
    this.#settings = settings;
    this.#now = now;
    this.#retryDelaysMs = retryDelaysMs;
    this.#privateKey = createPrivateKey(settings.merchantPrivateKeyPem);
    this.#wxpay = createRequestSigner(settings);
    this.#wxpay.createHttp(new VerifyingTransport(settings, keys.find, now));
  }

  get mchid(): string {
    return this.#settings.mchid;
  }

  get payerAppid(): string | null {
    return this.name === 'jsapi' ? this.#settings.appid : null;
  }

  freeze(intent: PaymentIntent): FrozenRequest {
    return freezeRequest(intent, this.#settings);
  }

  /** Wrong credentials come back as `rejected`, with WeChat's words as the reason. */
  async createCheckout({ request }: Requested): Promise<CheckoutOutcome> {
    const params = thawRequest(request);
    const answer = await this.#call(() =>
      this.name === 'jsapi'
        ? this.#wxpay.transactions_jsapi(params as Required<OrderParams>)
        : this.#wxpay.transactions_native(params),
    );
    if (answer.kind === 'error') return refuseCheckout(answer.error);
    return this.name === 'jsapi' ? this.#signed(request.appid, answer.data) : coded(answer.data);
  }

  /** Throws `WechatPayError` for an error that says nothing about the order, such as wrong credentials. */
  async query({ intent: { outTradeNo } }: Requested): Promise<PaymentLookup> {
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
  async close({ intent: { outTradeNo } }: Requested): Promise<CloseOutcome> {
    const answer = await this.#call(() => this.#wxpay.close(outTradeNo));
    if (answer.kind === 'success') return { kind: 'closed' };
    if (answer.error.meaning === 'closed') return { kind: 'closed' };
    if (answer.error.meaning === 'already_paid') return { kind: 'already_paid' };
    if (answer.error.meaning === 'not_found') return { kind: 'unknown' };
    throw answer.error;
  }

  freezeRefund(refund: RefundRequest): FrozenRefund {
    return freezeRefund(refund, this.#settings);
  }

  /** Throws as `query` does. A payment that WeChat does not find is `not_yet`: seen on payments made seconds ago. */
  async requestRefund(frozen: FrozenRefund): Promise<RefundOutcome> {
    const params = thawRefund(frozen);
    const answer = await this.#call(() => this.#wxpay.refunds(params));
    if (answer.kind === 'error') return refuseRefund(answer.error);
    const refund = readRefund(answer.data);
    if (refund?.outRefundNo !== frozen.refund.outRefundNo) throw unreadable('refund');
    return { kind: 'accepted', refund };
  }

  /** Throws as `query` does. */
  async queryRefund({ outRefundNo }: RefundRequest): Promise<RefundLookup> {
    const answer = await this.#call(() => this.#wxpay.find_refunds(outRefundNo));
    if (answer.kind === 'success') {
      const refund = readRefund(answer.data);
      if (refund?.outRefundNo !== outRefundNo) throw unreadable('refund');
      return { kind: 'found', refund };
    }
    if (answer.error.meaning === 'not_found') return { kind: 'unknown' };
    throw answer.error;
  }

  #signed(appid: string, data: unknown): CheckoutOutcome {
    const prepay = prepaySchema.safeParse(data).data;
    if (prepay === undefined) throw unreadable('prepay answer');
    const prepayId = prepay.package.slice('prepay_id='.length);
    const params = signCheckout(appid, prepayId, this.#privateKey, this.#now());
    return { kind: 'ready', checkout: { gateway: 'jsapi', params } };
  }

  // Every call is idempotent at WeChat: one number, one frozen request.
  #call(send: () => Promise<Output>): Promise<Answer> {
    return callWechatPay(send, { delaysMs: this.#retryDelaysMs, budgetMs: this.#settings.timeoutMs });
  }
}

function coded(data: unknown): CheckoutOutcome {
  const code = codeSchema.safeParse(data).data;
  if (code === undefined) throw unreadable('native answer');
  return { kind: 'ready', checkout: { gateway: 'native', codeUrl: code.code_url } };
}

function refuseCheckout(error: WechatPayError): CheckoutOutcome {
  if (error.meaning === 'already_paid' || error.meaning === 'closed') return { kind: error.meaning };
  return { kind: 'rejected', reason: reasonOf(error) };
}

/** Wrong keys, or a clock that is wrong by minutes: it says nothing about the refund, which goes out once that is mended. */
const NOT_BELIEVED = 401;

function refuseRefund(error: WechatPayError): RefundOutcome {
  if (error.meaning === 'balance_too_low') return { kind: 'balance_too_low' };
  if (error.meaning === 'not_found') return { kind: 'not_yet' };
  if (error.httpStatus === NOT_BELIEVED) throw error;
  return { kind: 'rejected', reason: reasonOf(error) };
}

const reasonOf = (error: WechatPayError): string => `${error.message} (request ${error.requestId ?? 'without id'})`;

const unreadable = (what: string): Unavailable =>
  new Unavailable('wechat_pay', { cause: new ExchangeFault('unreadable', `not a ${what}`) });
