import { expect } from 'chai';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { WantedHold } from '../../src/application/ledger/place-hold.ts';
import type { Usage } from '../../src/application/ledger/usage.ts';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import { formatToken } from '../../src/domain/keyvault/key-token.ts';
import type { Service } from '../../src/domain/keyvault/service.ts';
import type { Hold } from '../../src/domain/ledger/hold.ts';
import type { NewLot } from '../../src/domain/ledger/points-ledger.ts';
import { accountOf, type ConsumptionId, type HoldId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from './books.ts';
import { aGrant, aNewLot, anApiKey, aSoldApi, IMAGE_API, TEXT_API } from './builders.ts';
import { aService, aUser } from './customers.ts';
import { newId } from './ids.ts';
import type { Shop } from './shop.ts';

const FAR = new Date('2099-01-01T00:00:00Z');

type Holder = { readonly lots?: readonly NewLot[]; readonly key?: Partial<ApiKey> };

/** A user with these lots (100 points unless said), a key with these limits, and a service; calls cost 3 and 5 points. */
export async function aHolder(shop: Shop, { lots = [lotOf(100n)], key: change = {} }: Holder = {}) {
  const userId = await aUser(shop, newId());
  const account = accountOf(userId);
  const token = formatToken('sk_live_', nodeSecrets.random(24));
  const caller = await aService(shop);
  const service = await serviceOf(shop, caller);
  const key = anApiKey({ userId, expiresAt: FAR, ...change });
  await shop.uow.run(async ({ soldApis, ledger, apiKeys, clock }) => {
    const now = await clock.now();
    await soldApis.put(aSoldApi(), now);
    await soldApis.put(aSoldApi({ code: TEXT_API, pointsPerCall: points(5n) }), now);
    for (const lot of lots) await ledger.grant(aGrant(account, { lots: [lot], at: now }));
    await apiKeys.add({ ...key, createdAt: now }, nodeSecrets.digest(token));
  });
  const call = { keyToken: token, apiCode: IMAGE_API, quantity: 1, clientIp: null };
  const usage = (of: Partial<Usage> = {}): Usage => ({ ...call, caller, idempotencyKey: newId(), ...of });
  const wanted = (of: Partial<WantedHold> = {}): WantedHold => ({
    ...{ ...call, serviceId: service.id, idempotencyKey: newId(), points: points(10n), seconds: 900, mayExceed: false },
    ...of,
  });
  const hold = async (of: Partial<WantedHold> = {}): Promise<Hold> => {
    const outcome = await shop.placeHold(wanted(of));
    return outcome.kind === 'held' ? outcome.hold : expect.fail(JSON.stringify(outcome, showBigint));
  };
  return {
    ...{ userId, account, token, key, service, usage, wanted, hold },
    capture: (holdId: HoldId, taken: bigint | null) =>
      shop.captureHold({ serviceId: service.id, holdId, points: taken === null ? null : points(taken) }),
    release: (holdId: HoldId) => shop.releaseHold({ serviceId: service.id, holdId }),
    reverse: (usageId: ConsumptionId, reason: string | null = null) =>
      shop.reverseUsage({ serviceId: service.id, usageId, reason }),
    charge: async (of: Partial<Usage> = {}): Promise<ConsumptionId> => {
      const outcome = await shop.chargeUsage(usage(of));
      return outcome.kind === 'allowed' ? outcome.usageId : expect.fail(JSON.stringify(outcome, showBigint));
    },
    available: async () => (await shop.readBalance(userId)).available,
    meter: () => shop.uow.run(({ apiKeys }) => apiKeys.meterOf(key)),
    entries: () => shop.uow.run(({ ledger }) => ledger.listEntries(account)),
    find: (id: HoldId) => shop.uow.run(({ holds }) => holds.find(id)),
    balanced: () => shop.uow.run(({ ledger, holds }) => expectBalancedBooks(ledger, account, holds)),
  };
}
export type HolderOf = Awaited<ReturnType<typeof aHolder>>;

export const lotOf = (amount: bigint, change: Partial<NewLot> = {}): NewLot =>
  aNewLot({ points: points(amount), expiresAt: FAR, ...change });

async function serviceOf(shop: Shop, caller: Usage['caller']): Promise<Service> {
  const admission = await shop.admitService(caller, 'holds');
  return admission.kind === 'admitted' ? admission.service : expect.fail(admission.refusal);
}

const showBigint = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
