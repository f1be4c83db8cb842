import type { RequestRule } from '../../../simulator/state/fault-plan.ts';
import { parseId } from '../../../src/adapters/http/public-id.ts';
import type { Refund } from '../../../src/domain/ordering/refund.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OrderId } from '../../../src/domain/shared/ids.ts';
import type { Person, PlacedOrder } from './actors.ts';
import type { TestSystem } from './test-system.ts';

const USUAL_PLAN = { delay_seconds: 5, outcome: 'SUCCESS', refuse: null, notify: true };

export type Sale = { readonly person: Person; readonly order: PlacedOrder };

/** What operators, workers and WeChat do about refunds in the real system. */
export class RefundingSystem {
  readonly system: TestSystem;

  constructor(system: TestSystem) {
    this.system = system;
  }

  /** Somebody who has paid 50 yuan for 600 points. */
  async aSale(code = 'points-50'): Promise<Sale> {
    const { actors } = this.system;
    const person = await actors.aPerson();
    return { person, order: await actors.aPaidOrder(person, code) };
  }

  /** An operator asks for it. */
  async request({ order }: Sale, amountFen: number | 'all'): Promise<Refund> {
    const outcome = await this.system.application.requestRefund({
      of: { orderId: idOf(order) },
      refundFen: amountFen === 'all' ? 'all' : fen(amountFen),
      ...{ reason: '用户申请退款', operator: 'alice', requestKey: null },
    });
    if (outcome.kind !== 'requested') throw new Error(`requestRefund: ${outcome.kind}`);
    return outcome.refund;
  }

  /** Asked for by an operator, and sent by a worker. */
  async send(sale: Sale, amountFen: number | 'all'): Promise<Refund> {
    const refund = await this.request(sale, amountFen);
    await this.system.sweep('send-refunds');
    return refund;
  }

  async refundsOf({ order }: Sale): Promise<Refund[]> {
    return (await this.system.application.listRefunds({ orderId: idOf(order), limit: 100 })).reverse();
  }

  async atWechat({ order }: Sale) {
    const all = await this.system.phone.refunds();
    return all.filter((refund) => refund.out_trade_no === order.out_trade_no);
  }

  /** How refunds go from now on; what is left out is as usual. */
  plan(change: object = {}): Promise<void> {
    return this.system.phone.refundPlan({ ...USUAL_PLAN, ...change });
  }

  /** Requests about refunds go wrong so often; then all is well again. */
  async spoil(fault: RequestRule['fault'], times: number, more: Partial<RequestRule> = {}): Promise<void> {
    const rule: RequestRule = { on: 'request', fault, path: '/v3/refund', times, ...more };
    await this.system.phone.faults({ seed: 1, rules: [rule] });
  }

  /** What the buyer sees: `partly_refunded 2500, 300 points`. */
  async seenBy({ person, order }: Sale): Promise<string> {
    const { json } = await this.system.call(`/api/v1/orders/${order.id}`, { token: person.token });
    return `${json.status} ${json.refunded_fen}, ${await this.system.actors.balanceOf(person)} points`;
  }

  /** The history of the order from its payment on. */
  async story({ order }: Sale): Promise<string[]> {
    const rows = await this.system
      .knex('ordering.order_events')
      .where({ order_id: idOf(order) })
      .orderBy('seq');
    const lines = rows.map(({ kind, cause }: { kind: string; cause: string }) => `${kind} ${cause}`);
    return lines.slice(lines.findIndex((line) => line.startsWith('paid')) + 1);
  }

  /** Alarms about this payment, so far. */
  alarms({ order }: Sale): string[] {
    const about = this.system.logLines.filter((line) => line.includes('needs a person'));
    return about.filter((line) => line.includes(order.out_trade_no)).map((line) => JSON.parse(line).alarm);
  }
}

const idOf = ({ id }: PlacedOrder): OrderId => parseId<OrderId>('ord', id) as OrderId;
