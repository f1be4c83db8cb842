import { z } from 'zod';
import type { Delivery, DeliveryReporter, ReportOutcome } from '../../../domain/ordering/delivery.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import type { WechatApi } from '../api/wechat-api.ts';
import { WechatApiError } from '../api/wechat-api-error.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { uploadFor } from './upload.ts';

const managedPath = '/wxa/sec/order/is_trade_managed';
const uploadPath = '/wxa/sec/order/upload_shipping_info';
const managedSchema = z.object({ is_trade_managed: z.boolean() });
const askAgainAfterMs = 60 * 60_000;

/** 支付单不存在: WeChat's other side has not learned of the payment yet. */
const unknownPayment = 10060001;
/** Shipped, shipped and corrected, or told the same before. */
const toldBefore: ReadonlySet<number> = new Set([10060002, 10060003, 10060023]);
/** 支付单处于不可发货的状态: refunded, or settled without us. */
const notShippable = 10060004;

type Question = { readonly askedAt: Date; readonly answer: Promise<boolean> };

/**
 * 发货信息管理: payments by WeChat Pay in a mini-program under 交易管理 stay frozen until their delivery is told. Where the
 * mini-program is not under it, every report is refused.
 */
export class ShippingReporter implements DeliveryReporter {
  readonly #api: WechatApi;
  #lastQuestion: Question | null = null;

  constructor(api: WechatApi) {
    this.#api = api;
  }

  async report(delivery: Delivery, at: Date): Promise<ReportOutcome> {
    const { payerOpenid } = delivery;
    if (payerOpenid === null) return { kind: 'refused', reason: 'the payer is not known' };
    if (!(await this.#isManaged(at))) return { kind: 'refused', reason: 'not managed' };
    try {
      await this.#api.call(uploadPath, uploadFor(delivery, payerOpenid, at));
      return 'done';
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /** Asked once an hour at most; a question that got no answer does not count. */
  #isManaged(at: Date): Promise<boolean> {
    const last = this.#lastQuestion;
    if (last && at.getTime() - last.askedAt.getTime() < askAgainAfterMs) return last.answer;
    const question = { askedAt: at, answer: this.#askWhetherManaged() };
    this.#lastQuestion = question;
    question.answer.catch(() => {
      if (this.#lastQuestion === question) this.#lastQuestion = null;
    });
    return question.answer;
  }

  async #askWhetherManaged(): Promise<boolean> {
    const told = managedSchema.safeParse(await this.#api.call(managedPath, { appid: this.#api.appid })).data;
    if (told) return told.is_trade_managed;
    throw new Unavailable('wechat_api', { cause: new ExchangeFault('unreadable', `${managedPath}: not an answer`) });
  }
}

function outcomeOf(error: unknown): ReportOutcome {
  if (!(error instanceof WechatApiError)) throw error;
  const { errcode, message, requestId } = error;
  if (errcode === unknownPayment) return 'not_yet';
  if (toldBefore.has(errcode)) return 'done';
  if (errcode === notShippable) return { kind: 'refused', reason: `${message} (request ${requestId ?? 'without id'})` };
  throw error;
}
