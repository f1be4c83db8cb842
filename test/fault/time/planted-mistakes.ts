import type { Stores } from '../../../src/application/shared/unit-of-work.ts';
import type { PaymentGateway } from '../../../src/domain/ordering/payment-gateway.ts';
import { addDays, endOfBeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import { noPoints } from '../../../src/domain/shared/points.ts';
import { withoutSecondQuestion } from './careless-gateway.ts';
import type { World } from './world.ts';

/** A mistake that somebody could make: it sits between the use cases and what they work on. */
export type Mistake = {
  readonly name: string;
  /** Takes some months to show: left to long campaigns. */
  readonly isRare?: true;
  readonly stores?: (stores: Stores, world: World) => Stores;
  readonly gateway?: (gateway: PaymentGateway) => PaymentGateway;
};

const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);
const withLedger = (stores: Stores, change: Partial<Stores['ledger']>): Stores => ({
  ...stores,
  ledger: { ...stores.ledger, ...change },
});
const withKeys = (stores: Stores, change: Partial<Stores['apiKeys']>): Stores => ({
  ...stores,
  apiKeys: { ...stores.apiKeys, ...change },
});

/** Lots that seem to end so much later than they do. */
const movedEnds = (stores: Stores, ms: number): Stores =>
  withLedger(stores, {
    listLots: async (account) =>
      (await stores.ledger.listLots(account)).map((lot) => ({ ...lot, expiresAt: later(lot.expiresAt, ms) })),
  });

function grantedAgain(stores: Stores, { ids }: World): Stores {
  let isLate = false;
  const { orders, ledger } = stores;
  const again = withLedger(stores, {
    grant: async (grant) => {
      await ledger.grant(grant);
      const [lot] = grant.lots;
      if (!isLate || !lot) return;
      const { accountId, at } = grant;
      const second = { ...lot, id: ids.next<LotId>() };
      await ledger.addLot(accountId, second, at);
      const lines = [{ kind: 'grant', lotId: second.id, points: second.points }] as const;
      await ledger.post({ accountId, causeId: ids.next(), lines, call: null, at });
    },
  });
  const save: typeof orders.save = async (order, event) => {
    isLate = event.kind === 'paid_late';
    await orders.save(order, event);
  };
  return { ...again, orders: { ...orders, save } };
}

const monthsOf31Days = (stores: Stores): Stores =>
  withLedger(stores, {
    grant: async (grant) => {
      const order = (await stores.orders.find(grant.orderId))?.order;
      const end = endOfBeijingDay(addDays(grant.at, 31));
      const lots =
        order?.terms.validity.kind === 'months' ? grant.lots.map((lot) => ({ ...lot, expiresAt: end })) : grant.lots;
      await stores.ledger.grant({ ...grant, lots });
    },
  });

/** A payment in between is found by no question then. */
const neverAskedAgain = (stores: Stores): Stores => {
  const endAttempt: Stores['orders']['endAttempt'] = async (outTradeNo, closeAgainAt, event) => {
    await stores.orders.endAttempt(outTradeNo, closeAgainAt, event);
    await stores.orders.stopAsking(outTradeNo);
  };
  return { ...stores, orders: { ...stores.orders, endAttempt } };
};

const utcDay = (instant: Date): string => instant.toISOString().slice(0, 10);

export const MISTAKES: readonly Mistake[] = [
  { name: 'a lot counts for a millisecond too long', stores: (stores) => movedEnds(stores, 1) },
  { name: 'a lot ends a millisecond early', stores: (stores) => movedEnds(stores, -1) },
  { name: 'a payment after the close grants twice', stores: grantedAgain },
  {
    name: 'an order is paid without its points',
    stores: (stores) => withLedger(stores, { grant: async () => {} }),
  },
  { name: 'every month has 31 days', stores: monthsOf31Days },
  {
    name: 'a hold that runs out gives nothing back',
    stores: (stores) =>
      withLedger(stores, {
        post: async (deed) => {
          const isReturn = deed.call !== null && deed.lines.every(({ kind }) => kind === 'release');
          return isReturn ? noPoints : stores.ledger.post(deed);
        },
      }),
  },
  {
    name: 'an order is closed without asking again',
    isRare: true,
    stores: neverAskedAgain,
    gateway: withoutSecondQuestion,
  },
  {
    name: 'a day of a budget ends with that of UTC',
    stores: (stores, { clock }) =>
      withKeys(stores, {
        meterOf: async (key) => {
          const meter = await stores.apiKeys.meterOf(key);
          const isOfToday = meter.lastUsedAt && utcDay(meter.lastUsedAt) === utcDay(clock.now());
          return isOfToday ? meter : { ...meter, pointsToday: noPoints };
        },
      }),
  },
  {
    name: 'a rotation renews the budget',
    stores: (stores) =>
      withKeys(stores, {
        saveMeter: (key, meter) =>
          stores.apiKeys.saveMeter(key, meter.lastUsedAt ? meter : { ...meter, pointsTotal: noPoints }),
      }),
  },
  {
    name: 'points of a refund that failed are burned',
    isRare: true,
    stores: (stores) => withLedger(stores, { release: (...freeze) => stores.ledger.burn(...freeze) }),
  },
  {
    name: 'a promotion runs for a millisecond too long',
    isRare: true,
    stores: (stores) => {
      const list = async () =>
        (await stores.promotions.list()).map((each) => ({
          ...each,
          endsAt: each.endsAt && later(each.endsAt, 1),
        }));
      return { ...stores, promotions: { ...stores.promotions, list } };
    },
  },
];
