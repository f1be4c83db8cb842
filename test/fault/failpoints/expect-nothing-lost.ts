import { expect } from 'chai';
import type { Knex } from 'knex';
import type { TestSystem } from '../../support/http/test-system.ts';

/**
 * From outside: what WeChat was paid, what is settled, and what was granted are the same, each once; what WeChat has given
 * back was taken back once; and nothing is in doubt, which nobody would look at any more.
 */
export async function expectNothingLost(system: TestSystem): Promise<void> {
  expect(await rows(system.knex, PAID_AND_GRANTED), 'orders whose grants are not one').to.deep.equal([]);
  expect(await rows(system.knex, REFUNDED_AND_BURNED), 'refunds whose points were not taken once').to.deep.equal([]);
  expect(await rows(system.knex, IN_DOUBT), 'in doubt').to.deep.equal([]);
  await expectSameAsWechat(system);
}

/** Every payment at WeChat is an order's, or has gone back; every refund there is one of ours that has succeeded. */
async function expectSameAsWechat({ phone, knex }: TestSystem): Promise<void> {
  const virtual = (await phone.virtualOrders())
    .filter(({ paid_time }) => paid_time > 0)
    .map(({ order_id }) => order_id);
  const ofWechatPay = (await phone.orders()).filter(({ transaction_id }) => transaction_id !== null);
  const paid = [...virtual, ...ofWechatPay.map(({ out_trade_no }) => out_trade_no)];
  const settled: string[] = await knex('ordering.orders').whereNotNull('paid_out_trade_no').pluck('paid_out_trade_no');
  const refunds: RefundRow[] = await knex('ordering.refunds').where({ status: 'succeeded' });
  const second = refunds.filter(({ origin }) => origin === 'duplicate_payment').map(({ out_trade_no }) => out_trade_no);
  expect([...settled, ...second].sort(), 'paid at WeChat, and settled or given back here').to.deep.equal(paid.sort());

  const there = (await phone.refunds()).filter(({ status }) => status === 'SUCCESS');
  const here = refunds.filter(({ out_trade_no }) => !virtual.includes(out_trade_no));
  expect(
    here.map(({ out_trade_no, refund_fen }) => `${out_trade_no} ${refund_fen}`).sort(),
    'given back at WeChat, and here',
  ).to.deep.equal(there.map(({ out_trade_no, amount }) => `${out_trade_no} ${amount.refund}`).sort());
}

type RefundRow = { readonly out_trade_no: string; readonly refund_fen: number; readonly origin: string };

async function rows(knex: Knex, statement: string): Promise<unknown[]> {
  return (await knex.raw(statement)).rows;
}

const PAID_AND_GRANTED = `
  with granted as (select cause_id, sum(change) as points from ledger.entries where kind = 'grant' group by cause_id)
  select o.id, o.status, o.points + o.bonus_points as wanted, g.points as granted
  from ordering.orders o full join granted g on g.cause_id = o.id
  where coalesce(g.points, 0) <> case when o.paid_out_trade_no is null then 0 else o.points + o.bonus_points end`;

const REFUNDED_AND_BURNED = `
  with burned as (select cause_id, -sum(change) as points from ledger.entries where kind = 'claw_back' group by cause_id)
  select r.id, r.status, f.points as frozen, f.state, b.points as burned
  from ordering.refunds r full join burned b on b.cause_id = r.id left join ledger.freezes f on f.refund_id = r.id
  where coalesce(b.points, 0) <> case when r.status = 'succeeded' then coalesce(f.points, 0) else 0 end`;

const IN_DOUBT = `
  select 'notification' as what, notification_id as id from ordering.payment_inbox where handled_at is null
  union all select 'order', id::text from ordering.orders where status = 'pending'
  union all select 'refund', id::text from ordering.refunds where ended_at is null and status <> 'rejected'
  union all select 'freeze', refund_id::text from ledger.freezes where state = 'frozen'
  union all select 'hold', id::text from ledger.holds where state = 'open'
  union all select 'delivery', out_trade_no from ordering.deliveries where state = 'pending'
  union all select 'webhook', id::text from webhooks.deliveries where state = 'pending'
  union all select 'follower', message_key from identity.follower_events where handled_at is null
  union all select 'report', id::text from ordering.reconciliations where finished_at is null`;
