import type {
  Bill,
  BillRow,
  FundRow,
  PaymentRow,
  RefundRow,
  TradeBills,
} from '../../../src/domain/ordering/trade-bill.ts';
import { addDays, type BeijingDay, beginOfBeijingDay, beijingDayOf } from '../../../src/domain/shared/beijing-time.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { rowOfPayment, rowOfRefund } from '../../support/bill-builders.ts';
import { OURS } from '../../support/builders.ts';
import { FakeTradeBills, fundsOf } from '../../support/fake-trade-bills.ts';
import { HOUR_MS } from './virtual-clock.ts';
import type { WechatWorld } from './virtual-gateway.ts';
import type { VirtualRefund } from './virtual-refund.ts';
import type { VirtualTrade } from './virtual-trade.ts';

/** The bills of each day, out of what WeChat has taken and given back; from ten in the morning on, and sometimes later. */
export class VirtualBills implements TradeBills {
  readonly mchid = OURS.mchid;
  readonly #world: WechatWorld;
  /** A bill is never corrected. */
  readonly #made = new Map<BeijingDay, readonly BillRow[]>();

  constructor(world: WechatWorld) {
    this.#world = world;
  }

  async fetch(day: BeijingDay): Promise<Bill<BillRow>> {
    const rows = this.#rowsOf(day);
    return rows ? openBills(day, rows).fetch(day) : { kind: 'not_ready' };
  }

  async fetchFunds(day: BeijingDay): Promise<Bill<FundRow>> {
    const rows = this.#rowsOf(day);
    return rows ? openBills(day, rows).fetchFunds(day) : { kind: 'not_ready' };
  }

  #rowsOf(day: BeijingDay): readonly BillRow[] | null {
    const { wechat, clock, dice, troubles } = this.#world;
    if (troubles.isOn('wechat_away', clock.ms)) throw new Unavailable('wechat_pay');
    if (clock.ms < addDays(beginOfBeijingDay(day), 1).getTime() + 10 * HOUR_MS || dice.chance(0.1)) return null;
    const made = this.#made.get(day) ?? rowsOn(day, [...wechat.trades.values()]);
    this.#made.set(day, made);
    return made;
  }
}

function openBills(day: BeijingDay, rows: readonly BillRow[]): FakeTradeBills {
  const bills = new FakeTradeBills();
  if (rows.length > 0) bills.has(day, rows, fundsOf(rows));
  return bills;
}

function rowsOn(day: BeijingDay, trades: readonly VirtualTrade[]): BillRow[] {
  const billed = trades.filter(({ gateway }) => gateway !== 'xpay');
  return billed.flatMap(({ payment, refunds }) => {
    if (!payment) return [];
    const paid: PaymentRow[] = beijingDayOf(payment.paidAt) === day ? [rowOfPayment(payment)] : [];
    const back = refunds.filter(({ acceptedAt }) => beijingDayOf(acceptedAt) === day);
    return [...paid, ...back.map((refund): RefundRow => rowOfRefund(payment, refundLine(refund)))];
  });
}

function refundLine({ request, refundId, acceptedAt, status }: VirtualRefund): Partial<RefundRow> {
  const { outRefundNo, refundFen } = request;
  const state = status === 'abnormal' ? 'processing' : status;
  return { outRefundNo, refundId, amountFen: refundFen, settledFen: refundFen, at: acceptedAt, state };
}
