import type { GatewayName } from '../../../src/domain/ordering/payment-channel.ts';
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
} from '../../../src/domain/ordering/payment-gateway.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { OURS } from '../../support/builders.ts';
import type { Dice } from '../dice.ts';
import type { Troubles } from './troubles.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { VirtualProcess } from './virtual-process.ts';
import type { VirtualRefunds } from './virtual-refunds.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

export type WechatWorld = {
  readonly wechat: VirtualWechat;
  readonly refunds: VirtualRefunds;
  readonly clock: VirtualClock;
  readonly dice: Dice;
  readonly troubles: Troubles;
};
const TIMEOUT_MS = 5_000;
const LOST_CHANCE = 0.1;
/** Virtual payment has an offer instead of a merchant's number. */
const OFFER = '1450000001';

/** A gateway as one process has it: every question takes a while, and may be lost on the way there or back. */
export class VirtualGateway implements PaymentGateway {
  readonly name: GatewayName;
  readonly mchid: string;
  readonly payerAppid: string | null;
  readonly #world: WechatWorld;
  readonly #process: VirtualProcess;
  #frozen = 0;

  constructor(name: GatewayName, world: WechatWorld, process: VirtualProcess) {
    this.name = name;
    this.mchid = name === 'xpay' ? OFFER : OURS.mchid;
    this.payerAppid = name === 'native' ? null : OURS.appid;
    this.#world = world;
    this.#process = process;
  }

  /** Differs at every call, so that a repetition that freezes anew is found out. */
  freeze({ outTradeNo, amountFen }: PaymentIntent): FrozenRequest {
    this.#frozen += 1;
    const body = JSON.stringify({ out_trade_no: outTradeNo, total: amountFen, frozen: this.#frozen });
    return { appid: OURS.appid, mchid: this.mchid, body };
  }

  freezeRefund(refund: RefundRequest): FrozenRefund {
    this.#frozen += 1;
    return { refund, body: JSON.stringify({ out_refund_no: refund.outRefundNo, frozen: this.#frozen }) };
  }

  createCheckout(attempt: Requested): Promise<CheckoutOutcome> {
    return this.#ask(() => this.#world.wechat.prepay(this.name, attempt));
  }

  query({ intent }: Requested): Promise<PaymentLookup> {
    return this.#ask(() => this.#world.wechat.query(intent.outTradeNo));
  }

  close({ intent }: Requested): Promise<CloseOutcome> {
    return this.#ask(() => this.#world.wechat.close(intent.outTradeNo));
  }

  requestRefund(frozen: FrozenRefund): Promise<RefundOutcome> {
    return this.#ask(() => this.#world.refunds.request(frozen));
  }

  queryRefund({ outRefundNo }: RefundRequest): Promise<RefundLookup> {
    return this.#ask(() => this.#world.refunds.query(outRefundNo));
  }

  async #ask<T>(question: () => T): Promise<T> {
    const { dice } = this.#world;
    await this.#process.pass(dice.between(10, 300));
    if (this.#isLost()) return this.#timeOut();
    const answer = question();
    await this.#process.pass(dice.between(10, 300));
    return this.#isLost() ? this.#timeOut() : answer;
  }

  #isLost(): boolean {
    const { clock, dice, troubles } = this.#world;
    return troubles.isOn('wechat_away', clock.ms) || (troubles.isOn('flaky', clock.ms) && dice.chance(LOST_CHANCE));
  }

  async #timeOut(): Promise<never> {
    await this.#process.pass(TIMEOUT_MS);
    throw new Unavailable('wechat_pay');
  }
}
