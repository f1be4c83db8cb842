import type { OuterParts } from '../../../src/cli/composition/compose.ts';
import type { PaymentGateway } from '../../../src/domain/ordering/payment-gateway.ts';
import { verifyBooks } from '../../support/audit.ts';
import type { TestSystem } from '../../support/http/test-system.ts';
import { Dice } from '../dice.ts';
import { atMost, counted, exactly, type Figure } from '../figure.ts';
import { compareBooks } from '../settlement-books.ts';
import { HURT_KINDS } from './hurt.ts';
import { expireWhileCut, giveSomeBack, letThemSettle, POINTS, placeOrders, readBills } from './hurt-purchases.ts';
import { type HurtCall, HurtfulShop, TIMEOUT_MS } from './hurtful-shop.ts';

/** A call may need an access token, be told that it has ended, and be made once more; and the machine may be busy. */
const LONGEST_MS = 3 * TIMEOUT_MS + 1_500;
const CUT_OFF = 4;

/**
 * `size` purchases, the refunds of a third of them and the bills of the day, while the network to WeChat is slow, cuts,
 * stalls and resets. What is not known is not taken for unpaid; once the network is well, everything is settled, once.
 */
export async function wechatNetworkCampaign(size: number, seed: number): Promise<Figure[]> {
  const dice = new Dice(seed);
  const shop = await HurtfulShop.open(dice);
  try {
    const cut = await expireWhileCut(shop, CUT_OFF);
    const { purchases: hurt, otherAnswers } = await placeOrders(shop, size, dice);
    const purchases = [...cut.purchases, ...hurt];
    const closed = await letThemSettle(shop, hurt);
    const books = await compareBooks(shop.system, purchases, POINTS);
    const asked = await giveSomeBack(shop, hurt, dice);
    await readBills({ system: shop.system, whileHurt: (work) => shop.whileHurt(work) });
    return [
      ...byHurt(shop.calls),
      atMost('longest call to WeChat', Math.round(Math.max(...shop.calls.map(({ ms }) => ms))), LONGEST_MS, 'ms'),
      exactly('orders answered otherwise than 201 and 503', otherAnswers, 0),
      exactly('paid orders that were closed meanwhile', closed, 0),
      exactly('paid orders that were closed while nothing got through', cut.closed, 0),
      ...books,
      ...(await refundFigures(shop.system, asked)),
      exactly('days whose bill was not looked through', await rows(shop.system, `bill_days where done_at is null`), 0),
      exactly('differences between bills and books', await rows(shop.system, 'reconciliation_differences'), 0),
      exactly('findings in the ledger', (await verifyBooks(shop.system.knex)).findings.length, 0),
      exactly('alarms', shop.system.logLines.filter((line) => line.includes('needs a person')).length, 0),
      exactly('planted mistakes found', await findPlanted(), 1),
    ];
  } finally {
    await shop.close();
  }
}

const byHurt = (calls: readonly HurtCall[]): Figure[] =>
  [...HURT_KINDS, 'none' as const].flatMap((kind) => {
    const suffered = calls.filter(({ hurt }) => hurt === kind);
    const unanswered = suffered.filter(({ isAnswered }) => !isAnswered).length;
    return [counted(`${kind}: calls`, suffered.length), counted(`${kind}: of which without an answer`, unanswered)];
  });

async function refundFigures(system: TestSystem, asked: number): Promise<Figure[]> {
  const ours = await system.knex('ordering.refunds').where({ status: 'succeeded' });
  const ofWechatPay = (await system.phone.refunds()).filter(({ status }) => status === 'SUCCESS');
  const virtual = (await system.phone.virtualOrders()) as readonly { left_fee?: number; paid_time: number }[];
  const goneBack = virtual.filter(({ paid_time, left_fee }) => paid_time > 0 && left_fee === 0);
  return [
    counted('refunds asked for', asked),
    exactly('refunds at an end', ours.length, asked),
    exactly('payments given back at WeChat', ofWechatPay.length + goneBack.length, asked),
    exactly('payments given back at WeChat twice', ofWechatPay.length - distinct(ofWechatPay), 0),
  ];
}

const distinct = (refunds: readonly { readonly out_trade_no: string }[]): number =>
  new Set(refunds.map(({ out_trade_no }) => out_trade_no)).size;

async function rows({ knex }: TestSystem, of: string): Promise<number> {
  return Number((await knex.raw(`select count(*) as n from ordering.${of}`)).rows[0].n);
}

/** Wrong on purpose: who gets no answer believes that nobody has paid, and that it is closed. */
const hasty = (gateway: PaymentGateway): PaymentGateway =>
  new Proxy(gateway, {
    get: (target, method) => {
      if (method === 'query') {
        return (...args: Parameters<PaymentGateway['query']>) =>
          target.query(...args).catch(() => ({ kind: 'unpaid' }));
      }
      if (method === 'close') {
        return (...args: Parameters<PaymentGateway['close']>) =>
          target.close(...args).catch(() => ({ kind: 'closed' }));
      }
      const value = Reflect.get(target, method) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const takesUnknownForUnpaid = ({ gateways }: OuterParts): Partial<OuterParts> => ({
  gateways: new Map([...gateways].map(([name, gateway]) => [name, hasty(gateway)])),
});

async function findPlanted(): Promise<number> {
  const shop = await HurtfulShop.open(new Dice(0), takesUnknownForUnpaid);
  try {
    return (await expireWhileCut(shop, CUT_OFF)).closed > 0 ? 1 : 0;
  } finally {
    await shop.close();
  }
}
