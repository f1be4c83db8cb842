import type WxPay from 'wechatpay-node-v3';
import type { TradeBill, TradeBills } from '../../../domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { callWechatPay } from './call-wechat-pay.ts';
import { type BillLimits, type BillTicket, billTicketSchema, downloadBill, usualBillLimits } from './download-bill.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { readTradeBill } from './read-trade-bill.ts';
import { createRequestSigner } from './request-signer.ts';
import type { WechatPaySettings } from './settings.ts';
import { VerifyingTransport } from './transport.ts';
import { WechatPayError } from './wechat-pay-error.ts';

export type WechatTradeBillsOptions = {
  readonly settings: WechatPaySettings;
  readonly keys: PlatformKeys;
  readonly now?: () => Date;
  readonly retryDelaysMs?: readonly number[];
  readonly limits?: BillLimits;
};

/** WeChat Pay API v3, trade bills: all payments and refunds of one merchant, whatever the app or the gateway. */
export class WechatTradeBills implements TradeBills {
  readonly #settings: WechatPaySettings;
  readonly #retryDelaysMs: readonly number[];
  readonly #limits: BillLimits;
  readonly #wxpay: WxPay;

  constructor({ settings, keys, now = () => new Date(), ...options }: WechatTradeBillsOptions) {
    this.#settings = settings;
    this.#retryDelaysMs = options.retryDelaysMs ?? [200, 600];
    this.#limits = options.limits ?? usualBillLimits;
    this.#wxpay = createRequestSigner(settings);
    this.#wxpay.createHttp(new VerifyingTransport(settings, keys.find, now));
  }

  /** Throws `WechatPayError` for an error that says nothing about the day, such as missing rights. */
  async fetch(day: BeijingDay): Promise<TradeBill> {
    const answer = await callWechatPay(
      () => this.#wxpay.tradebill({ bill_date: day, bill_type: 'ALL', tar_type: 'GZIP' }),
      { delaysMs: this.#retryDelaysMs, budgetMs: this.#settings.timeoutMs },
    );
    if (answer.kind === 'error') return refuse(answer.error);
    const ticket = billTicketSchema.safeParse(answer.data).data;
    if (ticket === undefined) throw unavailable(new ExchangeFault('unreadable', 'not the ticket of a bill'));
    return { kind: 'bill', rows: await this.#read(ticket) };
  }

  /** At once: the address lives for minutes. */
  async #read(ticket: BillTicket) {
    try {
      const plain = await downloadBill(ticket, this.#settings, this.#wxpay, this.#limits);
      return readTradeBill(plain.toString('utf8'));
    } catch (error) {
      throw error instanceof ExchangeFault || error instanceof WechatPayError ? unavailable(error) : error;
    }
  }
}

function refuse(error: WechatPayError): TradeBill {
  if (error.code === 'NOSTATEMENTEXIST') return { kind: 'empty' };
  if (error.code === 'STATEMENTCREATING') return { kind: 'not_ready' };
  throw error;
}

const unavailable = (cause: Error): Unavailable => new Unavailable('wechat_pay', { cause });
