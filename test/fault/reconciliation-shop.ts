import type { Knex } from 'knex';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import type { Package } from '../../src/domain/catalog/package.ts';
import { isSettled, type SettledOrder } from '../../src/domain/ordering/order.ts';
import type { Payment, ProviderRefund } from '../../src/domain/ordering/payment-gateway.ts';
import type { Refund } from '../../src/domain/ordering/refund.ts';
import type { RefundRow } from '../../src/domain/ordering/trade-bill.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { rowOfRefund } from '../support/bill-builders.ts';
import { aPaymentFor } from '../support/builders.ts';
import { aUser, offering, theOrder } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { beijing, DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import type { MigratedDatabase } from '../support/migrated-database.ts';
import { toldOf } from '../support/refund-builders.ts';
import { aRequestedRefund, theRefund } from '../support/refunding.ts';
import { openShop, type Shop } from '../support/shop.ts';
import type { Dice } from './dice.ts';

export type Sale = { readonly userId: UserId; readonly order: SettledOrder; readonly payment: Payment };

/** A shop on PostgreSQL in which it is noon, with what histories are made of. */
export class ReconciliationShop {
  readonly shop: Shop;
  /** Past triggers and rights. */
  readonly knex: Knex;
  readonly dice: Dice;
  readonly #offers: readonly Package[];

  private constructor(shop: Shop, knex: Knex, dice: Dice, offers: readonly Package[]) {
    [this.shop, this.knex, this.dice, this.#offers] = [shop, knex, dice, offers];
  }

  static async open({ appKnex, knex }: MigratedDatabase, dice: Dice): Promise<ReconciliationShop> {
    const aheadMs = NOON.getTime() - Date.now();
    const shop = openShop(new PostgresUnitOfWork(appKnex, { clockOffsetMs: () => aheadMs }));
    const offers = [await offering(shop), await offering(shop, { code: 'other' })];
    return new ReconciliationShop(shop, knex, dice, offers);
  }

  /** An order that waits, and the payment that could come. */
  async anOrder() {
    const shop = this.shop;
    const userId = await aUser(shop, newId());
    const { id: packageId } = this.dice.pick(this.#offers);
    const answer = await shop.placeOrder({ userId, packageId, platform: 'android' });
    if (answer.kind !== 'placed') throw new Error(`placeOrder: ${answer.kind}`);
    const { order, attempt } = await theOrder(shop, answer.order.id);
    return { userId, order, attempt, payment: aPaymentFor(attempt, { paidAt: this.anInstant() }) };
  }

  async aSale(paidAt: Date = this.anInstant()): Promise<Sale> {
    const { userId, order, payment: told } = await this.anOrder();
    const payment = { ...told, paidAt };
    this.shop.gateway.hasReceived(payment);
    await this.shop.settlePayment(payment, 'notification');
    const paid = (await theOrder(this.shop, order.id)).order;
    if (!isSettled(paid)) throw new Error('not paid');
    return { userId, order: paid, payment };
  }

  /** Asked for, sent and accepted; then what the provider says comes in, if it says something. */
  async aRefund({ order }: Sale, status: ProviderRefund['status'] | null): Promise<Refund> {
    const { id } = await aRequestedRefund(this.shop, order, 198);
    await this.shop.sendRefund(id);
    const sent = await theRefund(this.shop, id);
    if (status) await this.shop.applyRefund({ mchid: null, refund: toldOf(sent, { status }) }, 'poll');
    return theRefund(this.shop, id);
  }

  /** On the day, but for its last minutes. */
  anInstant(): Date {
    return msAfter(beijing('2026-01-15 00:00:00'), 1_000 * this.dice.between(0, (DAY - 11 * MINUTE) / 1_000));
  }
}

/** What the bill says of a refund of ours. */
export const rowOf = ({ payment }: Sale, refund: Refund, change: Partial<RefundRow> = {}): RefundRow =>
  rowOfRefund(payment, { outRefundNo: refund.outRefundNo, amountFen: refund.refundFen, ...change });
