import { expect } from 'chai';
import { ROLE_OF } from '../../src/adapters/postgres/application-role.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import type { GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import { ALL_GATEWAYS, COUNTERS } from '../support/http/counters.ts';
import { eventually } from '../support/http/eventually.ts';
import { type Options, PRODUCTION_LIKE, startTestSystem, type TestSystem } from '../support/http/test-system.ts';
import { agreementCampaign } from './agreement-campaign.ts';
import { billSizeCampaign } from './bill-size/bill-size-campaign.ts';
import { chainCampaign } from './chain-campaign.ts';
import { crashCampaign } from './crash-campaign.ts';
import type { Dice } from './dice.ts';
import { failpointsCampaign } from './failpoints/failpoints-campaign.ts';
import type { Figure } from './figure.ts';
import { interleavingsCampaign } from './interleavings-campaign.ts';
import { lockedCampaign } from './locked-campaign.ts';
import { type Mutant, mutationCampaign } from './mutation-campaign.ts';
import { wechatNetworkCampaign } from './network/wechat-network-campaign.ts';
import { mutateNotification } from './notification-mutations.ts';
import { pollingCampaign } from './polling-campaign.ts';
import { mutatePush } from './push-mutations.ts';
import { raceCampaign } from './race-campaign.ts';
import { reconciliationCampaign } from './reconciliation-campaign.ts';
import { refundCampaign } from './refund-campaign.ts';
import { settlementCampaign } from './settlement-campaign.ts';
import { tamperCampaign } from './tamper-campaign.ts';

/** How much of a campaign is run, and with which chance. */
export type Extent = { readonly size: number; readonly seed: number };
export type Campaign = {
  /** As `npm run fault` runs it. */
  readonly fullSize: number;
  /** As `npm test` runs it. */
  readonly sliceSize: number;
  readonly run: (extent: Extent) => Promise<Figure[]>;
};

const productionLike: Options = {
  connect: async (url) => connectPostgres({ ...PRODUCTION_LIKE, role: ROLE_OF.operator, url, poolSize: 10 }),
  inboxApart: true,
};

const allGateways: Options = { parts: { channels: ALL_GATEWAYS } };

async function withSystem<T>(options: Options, work: (system: TestSystem) => Promise<T>): Promise<T> {
  const system = await startTestSystem(options);
  try {
    return await work(system);
  } finally {
    await system.stop();
  }
}

/**
 * Sizes are numbers of orders, of buyers, of defects, of payments in a bill, of mutations, of bytes, of calls, of histories,
 * of rounds, of crashes, of points at which a process dies (all of them where there are no more), for
 * `interleavings` the most orders of one pair (all of them where there are no more, else some by chance), and for `locked` the seconds of the lock.
 */
export const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  settlement: {
    ...{ fullSize: 1_000, sliceSize: 20 },
    run: ({ size, seed }) => withSystem(allGateways, (system) => settlementCampaign(system, size, seed)),
  },
  polling: {
    ...{ fullSize: 500, sliceSize: 12 },
    run: ({ size, seed }) => withSystem(allGateways, (system) => pollingCampaign(system, size, seed)),
  },
  locked: {
    ...{ fullSize: 30, sliceSize: 4 },
    run: ({ size }) => withSystem(productionLike, (system) => lockedCampaign(system, 24, size * 1_000)),
  },
  refunds: {
    ...{ fullSize: 100, sliceSize: 6 },
    run: ({ size, seed }) => withSystem(allGateways, (system) => refundCampaign(system, size, seed)),
  },
  reconciliation: {
    ...{ fullSize: 1_000, sliceSize: 57 },
    run: ({ size, seed }) => reconciliationCampaign(size, seed),
  },
  'bill-size': { ...{ fullSize: 100_000, sliceSize: 1_000 }, run: ({ size }) => billSizeCampaign(size) },
  mutations: {
    ...{ fullSize: 10_000, sliceSize: 400 },
    run: (extent) => mutateGenuine(extent, 'jsapi', 'receiveNotification', mutateNotification),
  },
  pushes: {
    ...{ fullSize: 10_000, sliceSize: 400 },
    run: (extent) => mutateGenuine(extent, 'xpay', 'receivePush', mutatePush),
  },
  chain: { ...{ fullSize: 60_000, sliceSize: 1_200 }, run: ({ size }) => chainCampaign(size) },
  tamper: { ...{ fullSize: 1_000, sliceSize: 60 }, run: ({ size, seed }) => tamperCampaign(size, seed) },
  agreement: { ...{ fullSize: 10_000, sliceSize: 20 }, run: ({ size, seed }) => agreementCampaign(size, seed) },
  race: { ...{ fullSize: 1_000, sliceSize: 4 }, run: ({ size, seed }) => raceCampaign(size, seed) },
  crash: { ...{ fullSize: 50, sliceSize: 1 }, run: ({ size, seed }) => crashCampaign(size, seed) },
  interleavings: {
    ...{ fullSize: 400, sliceSize: 1 },
    run: ({ size, seed }) => interleavingsCampaign(size, seed),
  },
  'wechat-network': {
    ...{ fullSize: 500, sliceSize: 12 },
    run: ({ size, seed }) => wechatNetworkCampaign(size, seed),
  },
  failpoints: { ...{ fullSize: 10_000, sliceSize: 12 }, run: ({ size, seed }) => failpointsCampaign(size, seed) },
};

/** Payments are announced for real first; what came is then mutated. */
async function mutateGenuine(
  { size, seed }: Extent,
  gateway: GatewayName,
  receiver: 'receiveNotification' | 'receivePush',
  mutate: (genuine: readonly RawNotification[]) => (dice: Dice) => Mutant,
): Promise<Figure[]> {
  const seen: RawNotification[] = [];
  const options: Options = {
    ...allGateways,
    useCases: (real) => ({
      [receiver]: (raw: RawNotification) => {
        if (seen.length < 20) seen.push(raw);
        return real[receiver](raw);
      },
    }),
  };
  return withSystem(options, async (system) => {
    for (let made = 0; made < 5; made++) await announceTwice(system, gateway);
    const calls = countCallsTo(system.wechatUrl);
    try {
      return await mutationCampaign(system, mutate([...seen]), size, seed, calls.count);
    } finally {
      calls.stop();
    }
  });
}

/** Until the points are there: what follows upon a push would be taken for an effect of a mutant. */
async function announceTwice(system: TestSystem, gateway: GatewayName): Promise<void> {
  const person = await system.actors.aPerson();
  const { out_trade_no: outTradeNo } = await COUNTERS[gateway].order(system, person, 'points-50');
  await COUNTERS[gateway].pay(system.phone, person, outTradeNo, { notify: false });
  for (let times = 0; times < 2; times++) await COUNTERS[gateway].announce(system.phone, outTradeNo);
  await eventually(async () => expect(await system.actors.balanceOf(person)).to.equal(600));
}

/** Every request of this process to that origin, whoever makes it. */
function countCallsTo(origin: string): { count(): number; stop(): void } {
  const { fetch } = globalThis;
  let calls = 0;
  globalThis.fetch = (input, init) => {
    if (String(input instanceof Request ? input.url : input).startsWith(origin)) calls += 1;
    return fetch(input, init);
  };
  return {
    count: () => calls,
    stop: () => {
      globalThis.fetch = fetch;
    },
  };
}
