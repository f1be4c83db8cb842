import { expect } from 'chai';
import { ROLE_OF } from '../../src/adapters/postgres/application-role.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import type { GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import { ALL_GATEWAYS, COUNTERS } from '../support/http/counters.ts';
import { eventually } from '../support/http/eventually.ts';
import { type Options, PRODUCTION_LIKE, startTestSystem, type TestSystem } from '../support/http/test-system.ts';
import { fuzzCampaign } from './abuse/fuzz/fuzz-campaign.ts';
import { hostileCampaign } from './abuse/hostile/hostile-campaign.ts';
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
import { platformMutations } from './platform-mutations.ts';
import { pollingCampaign } from './polling-campaign.ts';
import { mutatePush } from './push-mutations.ts';
import { raceCampaign } from './race-campaign.ts';
import { reconciliationCampaign } from './reconciliation-campaign.ts';
import { refundCampaign } from './refund-campaign.ts';
import { settlementCampaign } from './settlement-campaign.ts';
import { tamperCampaign } from './tamper-campaign.ts';
import { timeCampaign } from './time/time-campaign.ts';
import { WHOLE_CAMPAIGNS } from './whole/whole-campaigns.ts';
import { wrongContents } from './wrong-contents.ts';

/** How much of a campaign is run, and with which chance. */
export type Extent = {
  readonly size: number;
  readonly seed: number;
  /** Takes a page that belongs to the report beside the figures; none where nothing is recorded. */
  readonly keepPage?: (name: string, text: string) => void;
};
export type Campaign = {
  /** For people, in a sentence. */
  readonly about: string;
  /** What its size is a number of. */
  readonly of: string;
  /** As `npm run fault` runs it. */
  readonly fullSize: number;
  /** As `npm test` runs it; null: together with others, in whole/whole-system.test.ts. */
  readonly sliceSize: number | null;
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

export const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  settlement: {
    about:
      'Payments announced from once to many times, late, shuffled and before the poll or after the closing: each is granted once.',
    ...{ of: 'orders', fullSize: 1_000, sliceSize: 20 },
    run: ({ size, seed }) => withSystem(allGateways, (system) => settlementCampaign(system, size, seed)),
  },
  polling: {
    about: 'No notification ever arrives: the poller finds every payment.',
    ...{ of: 'orders', fullSize: 500, sliceSize: 12 },
    run: ({ size, seed }) => withSystem(allGateways, (system) => pollingCampaign(system, size, seed)),
  },
  locked: {
    about: 'The ledger is locked for so long: notifications are acknowledged all the same, and settled afterwards.',
    ...{ of: 'seconds', fullSize: 30, sliceSize: 4 },
    run: ({ size }) => withSystem(productionLike, (system) => lockedCampaign(system, 24, size * 1_000)),
  },
  refunds: {
    about: 'Refunds and spending at once, with answers lost on the way: nothing is paid back that was spent.',
    ...{ of: 'buyers', fullSize: 100, sliceSize: 6 },
    run: ({ size, seed }) => withSystem(allGateways, (system) => refundCampaign(system, size, seed)),
  },
  reconciliation: {
    about: 'Planted in bills and books: all are found, and nothing else.',
    ...{ of: 'defects', fullSize: 1_000, sliceSize: 57 },
    run: ({ size, seed }) => reconciliationCampaign(size, seed),
  },
  'bill-size': {
    about: 'A large day is compared within its time and memory.',
    ...{ of: 'payments', fullSize: 100_000, sliceSize: 1_000 },
    run: ({ size }) => billSizeCampaign(size),
  },
  mutations: {
    about: 'Genuine notifications, altered in every part: none is accepted.',
    ...{ of: 'notifications', fullSize: 60_000, sliceSize: 400 },
    run: (extent) => mutateGenuine(extent, 'jsapi', 'receiveNotification', withPlatformMutations),
  },
  pushes: {
    about: 'Genuine pushes of virtual payment, altered in every part: none is accepted.',
    ...{ of: 'pushes', fullSize: 40_000, sliceSize: 400 },
    run: (extent) => mutateGenuine(extent, 'xpay', 'receivePush', async (genuine) => mutatePush(genuine)),
  },
  chain: {
    about: 'What the hash of the journal costs.',
    ...{ of: 'calls', fullSize: 60_000, sliceSize: 1_200 },
    run: ({ size }) => chainCampaign(size),
  },
  tamper: {
    about: 'One byte of the journal is changed behind its back: each is found and named.',
    ...{ of: 'bytes', fullSize: 1_000, sliceSize: 60 },
    run: ({ size, seed }) => tamperCampaign(size, seed),
  },
  agreement: {
    about: 'Random histories on PostgreSQL come to what the pure rules say.',
    ...{ of: 'histories', fullSize: 10_000, sliceSize: 20 },
    run: ({ size, seed }) => agreementCampaign(size, seed),
  },
  race: {
    about: 'Sixty-four clients want the last hundred points: exactly a hundred are spent.',
    ...{ of: 'rounds', fullSize: 1_000, sliceSize: 4 },
    run: ({ size, seed }) => raceCampaign(size, seed),
  },
  crash: {
    about: 'Processes and PostgreSQL are killed while calls are charged: what was acknowledged is there, once.',
    ...{ of: 'crashes', fullSize: 50, sliceSize: 1 },
    run: ({ size, seed }) => crashCampaign(size, seed),
  },
  time: {
    about:
      'Thirty virtual days of people, payments and faults around ends of months: nothing expires early, late or twice.',
    ...{ of: 'virtual months', fullSize: 10_000, sliceSize: 2 },
    run: ({ size, seed }) => timeCampaign(size, seed),
  },
  interleavings: {
    about: 'Every pair of operations that move points, in so many orders of their statements for each pair.',
    ...{ of: 'orders of statements', fullSize: 400, sliceSize: 1 },
    run: ({ size, seed }) => interleavingsCampaign(size, seed),
  },
  'hostile-clients': {
    about: 'Clients that are slow, large or lie: each is cut off in time while everybody else is served.',
    ...{ of: 'clients of each kind', fullSize: 200, sliceSize: 6 },
    run: hostileCampaign,
  },
  fuzz: {
    about: 'Requests made from our own documents and spoilt in every part: no 5xx, and nothing that is not documented.',
    ...{ of: 'requests', fullSize: 200_000, sliceSize: 1_500 },
    run: fuzzCampaign,
  },
  'wechat-network': {
    about: 'The network to WeChat is slow, cuts, stalls and resets: every call ends, and unknown is not unpaid.',
    ...{ of: 'purchases', fullSize: 500, sliceSize: 12 },
    run: ({ size, seed }) => wechatNetworkCampaign(size, seed),
  },
  failpoints: {
    about:
      'A process dies before and after each crossing of a port, in each flow, and another one brings it to its end.',
    ...{ of: 'points, or all there are', fullSize: 10_000, sliceSize: 12 },
    run: failpointsCampaign,
  },
  ...WHOLE_CAMPAIGNS,
};

/** Payments are announced for real first; what came is then mutated. */
async function mutateGenuine(
  { size, seed }: Extent,
  gateway: GatewayName,
  receiver: 'receiveNotification' | 'receivePush',
  mutate: (genuine: readonly RawNotification[], system: TestSystem) => Promise<(dice: Dice) => Mutant>,
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
    // Mutants arrive there as well.
    const genuine = [...seen];
    const calls = countCallsTo(system.wechatUrl);
    try {
      const figures = await mutationCampaign(system, await mutate(genuine, system), size, seed, calls.count);
      return gateway === 'jsapi'
        ? [...figures, ...(await aboutSomethingElse(system, genuine, { size, seed }))]
        : figures;
    } finally {
      calls.stop();
    }
  });
}

const CONTENT_SHARE = 50;

async function aboutSomethingElse(system: TestSystem, genuine: readonly RawNotification[], { size, seed }: Extent) {
  const { wrongContents: mutations } = await platformMutations(system.wechatFolder);
  return wrongContents(system, genuine, mutations, { times: Math.ceil(size / CONTENT_SHARE), seed });
}

/** What WeChat itself could have signed, and did not, is among them. */
async function withPlatformMutations(genuine: readonly RawNotification[], { wechatFolder }: TestSystem) {
  const { refused } = await platformMutations(wechatFolder);
  return mutateNotification(genuine, refused);
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
