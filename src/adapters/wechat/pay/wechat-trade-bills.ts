import type WxPay from 'wechatpay-node-v3';
import type { Output } from 'wechatpay-node-v3/dist/define.js';
import type { Bill, BillRow, FundRow, OpenBill, TradeBills } from '../../../domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { callWechatPay } from './call-wechat-pay.ts';
import { type BillLimits, billTicketSchema, downloadBill, usualBillLimits } from './download-bill.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { readFundBill } from './read-fund-bill.ts';
import { readTradeBill } from './read-trade-bill.ts';
import { createRequestSigner } from './request-signer.ts';
import type { WechatPaySettings } from './settings.ts';
import type { SpooledFile } from './spooled-file.ts';
import { VerifyingTransport } from './transport.ts';
import { WechatPayError } from './wechat-pay-error.ts';

export type WechatTradeBillsOptions = {
  readonly settings: WechatPaySettings;
  readonly keys: PlatformKeys;
  readonly now?: () => Date;
  readonly retryDelaysMs?: readonly number[];
  readonly limits?: BillLimits;
};

type Reader<Row> = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Row[]>;

/** WeChat Pay API v3, trade and fund bills: all payments and refunds of one merchant, whatever the app or the gateway. */
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

  get mchid(): string {
    return this.#settings.mchid;
  }

  /** Throws `WechatPayError` for an error that says nothing about the day, such as missing rights. */
  fetch(day: BeijingDay): Promise<Bill<BillRow>> {
    const wanted = { bill_date: day, bill_type: 'ALL', tar_type: 'GZIP' } as const;
    return this.#fetch(() => this.#wxpay.tradebill(wanted), readTradeBill);
  }

  /** Throws as `fetch` does. */
  fetchFunds(day: BeijingDay): Promise<Bill<FundRow>> {
    const wanted = { bill_date: day, account_type: 'BASIC', tar_type: 'GZIP' } as const;
    return this.#fetch(() => this.#wxpay.fundflowbill(wanted), readFundBill);
  }

  /** Downloaded at once: the address lives for minutes. */
  async #fetch<Row>(apply: () => Promise<Output>, read: Reader<Row>): Promise<Bill<Row>> {
    const answer = await callWechatPay(apply, {
      ...{ delaysMs: this.#retryDelaysMs, budgetMs: this.#settings.timeoutMs },
    });
    if (answer.kind === 'error') return refuse(answer.error);
    const ticket = billTicketSchema.safeParse(answer.data).data;
    if (ticket === undefined) throw unavailable(new ExchangeFault('unreadable', 'not the ticket of a bill'));
    try {
      return await readWhole(await downloadBill(ticket, this.#settings, this.#wxpay, this.#limits), read);
    } catch (error) {
      throw error instanceof ExchangeFault || error instanceof WechatPayError ? unavailable(error) : error;
    }
  }
}

/** Reads it to its end: only then is it given to anybody. */
async function readWhole<Row>(file: SpooledFile, read: Reader<Row>): Promise<OpenBill<Row>> {
  try {
    for await (const _ of read(file.bytes()));
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    kind: 'bill',
    batches: () => read(file.bytes()),
    bytes: () => file.bytes(),
    close: () => file.close(),
  };
}

function refuse(error: WechatPayError): Bill<never> {
  if (error.code === 'NOSTATEMENTEXIST') return { kind: 'empty' };
  if (error.code === 'STATEMENTCREATING') return { kind: 'not_ready' };
  throw error;
}

const unavailable = (cause: Error): Unavailable => new Unavailable('wechat_pay', { cause });
