import { PostgresUsageCharger } from '../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { Caller, Usage, UsageOutcome } from '../../src/application/ledger/usage.ts';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import { formatToken, TOKEN_RANDOM_BYTES } from '../../src/domain/keyvault/key-token.ts';
import type { Service } from '../../src/domain/keyvault/service.ts';
import type { NewLot } from '../../src/domain/ledger/points-ledger.ts';
import { type AccountId, type ApiCode, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aGrant, aNewLot, anApiKey, aSoldApi } from '../support/builders.ts';
import { aService } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';

/** One point a call. */
export const PENNY_API = 'penny' as ApiCode;
export const FAR = new Date('2099-01-01T00:00:00Z');

export type Spender = {
  readonly userId: UserId;
  readonly accountId: AccountId;
  readonly keys: readonly { readonly key: ApiKey; readonly token: string }[];
  /** A call of one point, with the first key. */
  readonly usage: (change?: Partial<Usage>) => Usage;
};

/** Two processes that serve the internal API, with connections of their own, on one database. */
export class TwoProcesses {
  readonly database: MigratedDatabase;
  readonly shop: Shop;
  readonly caller: Caller;
  readonly #chargers: readonly PostgresUsageCharger[];
  #asked = 0;

  private constructor(database: MigratedDatabase, shop: Shop, caller: Caller, aheadMs: () => number) {
    [this.database, this.shop, this.caller] = [database, shop, caller];
    this.#chargers = [0, 1].map(() => aCharger(database.url, aheadMs));
  }

  static async open(aheadMs: () => number = () => 0): Promise<TwoProcesses> {
    return TwoProcesses.on(await migratedDatabase(20), aheadMs);
  }

  static async on(database: MigratedDatabase, aheadMs: () => number = () => 0): Promise<TwoProcesses> {
    const shop = openShop(database.uow);
    await shop.uow.run(async ({ soldApis, clock }) =>
      soldApis.put(aSoldApi({ code: PENNY_API, pointsPerCall: points(1n) }), await clock.now()),
    );
    return new TwoProcesses(database, shop, await aService(shop), aheadMs);
  }

  async close(): Promise<void> {
    await Promise.all(this.#chargers.map((charger) => charger.stop()));
    await this.database.drop();
  }

  /** At one of them: at this one, or at each in turn. */
  charge(usage: Usage, nth = this.#asked++): Promise<UsageOutcome> {
    return (this.#chargers[nth % 2] as PostgresUsageCharger).charge(usage);
  }

  /** The one that `caller` is. */
  async service(): Promise<Service> {
    const admission = await this.shop.admitService(this.caller, 'holds');
    if (admission.kind !== 'admitted') throw new Error(`the service: ${admission.refusal}`);
    return admission.service;
  }

  async aSpender(
    lots: readonly NewLot[],
    keys: readonly Partial<ApiKey>[] = [{}],
    userId = newId<UserId>(),
  ): Promise<Spender> {
    const accountId = accountOf(userId);
    const made = keys.map((key) => ({
      key: anApiKey({ userId, expiresAt: FAR, ...key }),
      token: formatToken('sk_live_', nodeSecrets.random(TOKEN_RANDOM_BYTES)),
    }));
    await this.shop.uow.run(async ({ apiKeys, ledger, clock }) => {
      for (const { key, token } of made) await apiKeys.add(key, nodeSecrets.digest(token));
      const at = await clock.now();
      // Each lot by an order of its own: one order never gives two lots of a kind.
      for (const lot of lots) await ledger.grant(aGrant(accountId, { lots: [lot], at }));
    });
    const usage = (change: Partial<Usage> = {}): Usage => ({
      ...{ caller: this.caller, keyToken: (made[0] as { token: string }).token, apiCode: PENNY_API, quantity: 1 },
      ...{ idempotencyKey: newId(), clientIp: null, ...change },
    });
    return { userId, accountId, keys: made, usage };
  }
}

export const aCharger = (url: string, aheadMs: () => number = () => 0): PostgresUsageCharger =>
  new PostgresUsageCharger({
    ...{ url, acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000, aheadMs },
  });

export const aLotOf = (count: number, expiresAt: Date = FAR): NewLot =>
  aNewLot({ points: points(BigInt(count)), expiresAt });

export const nameOf = (outcome: UsageOutcome): string => {
  if (outcome.kind === 'refused') return outcome.refusal.code;
  return outcome.kind === 'not_admitted' ? outcome.refusal : outcome.kind;
};

/** How often each outcome came; a call that failed is a fault. */
export function tally(outcomes: readonly PromiseSettledResult<UsageOutcome>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const what = outcome.status === 'rejected' ? `fault: ${outcome.reason}` : nameOf(outcome.value);
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}
