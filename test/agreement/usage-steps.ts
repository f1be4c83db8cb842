import fc from 'fast-check';
import type { Caller } from '../../src/application/ledger/usage.ts';
import type { IpAddress } from '../../src/domain/keyvault/network.ts';
import type { LotKind } from '../../src/domain/ledger/lot.ts';
import { points } from '../../src/domain/shared/points.ts';
import { APIS, services } from './usage-configuration.ts';

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const mostly = <T>(usual: T, other: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<T> =>
  fc.oneof(often(weight, fc.constant(usual)), often(1, other));

const anyIp = fc.constantFrom(
  '10.1.2.3',
  '10.1.2.3',
  '192.168.7.7',
  '2001:db8::1',
  null,
) as fc.Arbitrary<IpAddress | null>;
/** When something ends, in ms from the start: soon, often at the very moment of a step, or never. */
const anyEnd = fc.constantFrom(500, 1_000, 1_500, 2_000, 90_000, 90_000, 90_000, 91_000);

const anyKey = fc.record({
  scope: mostly<string | string[]>('all', fc.subarray([...APIS].slice(0, 3)), 6) as fc.Arbitrary<'all' | string[]>,
  networks: mostly<null | string[]>(
    null,
    fc.constantFrom([], ['10.0.0.0/8'], ['10.1.2.3/32', '2001:db8::/32']),
  ) as fc.Arbitrary<string[] | null>,
  rateLimit: mostly(null, fc.record({ calls: fc.integer({ min: 1, max: 6 }), seconds: fc.constantFrom(1, 2) }), 1),
  dailyBudget: mostly(null, fc.integer({ min: 2, max: 20 }), 1),
  totalBudget: mostly(null, fc.integer({ min: 2, max: 30 }), 1),
  enabled: mostly(true, fc.constant(false), 9),
  endsMs: fc.oneof(often(2, fc.constant(90_000)), often(1, anyEnd)),
});
const anyLot = fc.record({
  kind: fc.constantFrom<LotKind>('paid', 'bonus'),
  points: fc
    .oneof(
      often(1, fc.bigInt({ min: 1n, max: 6n })),
      often(2, fc.bigInt({ min: 5n, max: 20n })),
      often(2, fc.bigInt({ min: 10n, max: 90n })),
    )
    .map(points),
  endsMs: anyEnd,
});
/** One order gives at most one lot of a kind. */
const anyOrder = fc.uniqueArray(anyLot, { selector: ({ kind }) => kind, minLength: 1, maxLength: 2 });
const anyAccount = fc.record({
  keys: fc.array(anyKey, { minLength: 1, maxLength: 3, size: 'max' }),
  orders: fc.oneof(often(5, fc.tuple(anyOrder)), often(1, fc.constant([]))),
});

const serviceNumber = fc.oneof(
  often(20, fc.constant(0)),
  often(6, fc.constant(1)),
  often(3, fc.constant(2)),
  ...services.slice(3).map((_, nth) => often(1, fc.constant(3 + nth))),
);
const anyCaller: fc.Arbitrary<Caller> = fc
  .record({
    nth: serviceNumber,
    token: fc.constantFrom(0, 0, 0, 0, 1),
    peer: anyIp,
    signer: fc.nat({ max: 9 }),
    secret: fc.nat({ max: 1 }),
  })
  .map(({ nth, token, peer, signer, secret }) => {
    const { tokens, secrets } = services[nth] as (typeof services)[number];
    const other = services[(nth + 1) % services.length] as (typeof services)[number];
    // Mostly signed with a secret of its own.
    const from = signer < 7 ? secrets : signer < 9 ? other.secrets : [];
    const signedWith = from[secret % Math.max(from.length, 1)]?.id ?? null;
    return { token: (tokens[token % tokens.length] as { token: string }).token, peer, signedWith };
  });
const who = { account: fc.constantFrom(0, 0, 0, 1, 1, 2), key: fc.nat({ max: 2 }) };
const anyCall = fc.record({
  ...{ ...who, caller: anyCaller, clientIp: anyIp },
  isKnown: mostly(true, fc.constant(false), 30),
  api: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 3),
  quantity: fc.constantFrom(1, 1, 1, 1, 2, 3, 9),
  again: fc.constantFrom(
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'no',
    'as it was',
    'as it was',
    'with any key',
    'with any key',
    'with any key',
    'by any service',
    'for something else',
    'for something else',
  ),
  nth: fc.constantFrom(0, 0, 0, 1, 2, 4, 6),
});
export type AnyCall = typeof anyCall extends fc.Arbitrary<infer T> ? T : never;

const common = {
  ms: fc.constantFrom(0, 0, 0, 1, 250, 499, 500, 500, 1_000, -500),
  aheadMs: fc.constantFrom(0, 0, 700, -700),
};
const anyCalls = fc.record({
  ...common,
  calls: fc.array(anyCall, { minLength: 1, maxLength: 7, size: 'max' }),
});
const anyDeed = fc.record({
  ...{
    ...common,
    ...who,
    order: anyOrder,
    nth: fc.nat({ max: 2 }),
    points: fc.bigInt({ min: 1n, max: 6n }).map(points),
  },
  deed: fc.constantFrom('grant', 'credit', 'freeze', 'freeze', 'release', 'burn', 'write off', 'spend', 'switch key'),
});
export type AnyCalls = typeof anyCalls extends fc.Arbitrary<infer T> ? T : never;
export type AnyDeed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;
export type AnyAccount = typeof anyAccount extends fc.Arbitrary<infer T> ? T : never;

export const anyHistory = fc.record({
  accounts: fc.array(anyAccount, { minLength: 2, maxLength: 3 }),
  steps: fc.array(fc.oneof<fc.MaybeWeightedArbitrary<AnyCalls | AnyDeed>[]>(often(3, anyCalls), often(1, anyDeed)), {
    ...{ minLength: 3, maxLength: 9, size: 'max' },
  }),
});
export type History = typeof anyHistory extends fc.Arbitrary<infer T> ? T : never;
