import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { type KeyMeter, meterAt } from '../../domain/keyvault/key-meter.ts';
import { type KeyStatus, shownStatus, spendable } from '../../domain/keyvault/key-status.ts';
import { availablePoints } from '../../domain/ledger/balance.ts';
import { type ApiKeyId, accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'apiKeys' | 'ledger' | 'clock'> };
export type ListedKey = {
  readonly key: ApiKey;
  readonly status: KeyStatus;
  /** What it may still take now. */
  readonly spendable: Points;
  /** Read now: what counted for another day counts no more. */
  readonly meter: KeyMeter;
};
export type KeyFilter = {
  readonly status?: KeyStatus | undefined;
  /** A part of it, in capitals or not. */
  readonly name?: string | undefined;
};
export type ListKeys = (userId: UserId, filter?: KeyFilter) => Promise<ListedKey[]>;
export type ShowKey = (userId: UserId, id: ApiKeyId) => Promise<ListedKey | null>;

/** The user's keys, the one used last first; those never used follow, newest first. */
export const listKeys =
  ({ uow }: Dependencies): ListKeys =>
  (userId, { status, name = '' } = {}) =>
    uow.run(async ({ apiKeys, ledger, clock }) => {
      const keys = await apiKeys.listOf(userId);
      const lots = await ledger.listLots(accountOf(userId));
      const meters = await apiKeys.listMeters(userId);
      const now = await clock.now();
      const available = availablePoints(lots, now);
      const wanted = name.toLowerCase();
      return keys
        .filter((key) => key.name.toLowerCase().includes(wanted))
        .map((key) => describe(key, meters.get(key.id) as KeyMeter, available, now))
        .filter((listed) => status === undefined || listed.status === status)
        .sort((a, b) => lastUse(b) - lastUse(a));
    });

/** One of them, as the list has it. */
export const showKey =
  ({ uow }: Dependencies): ShowKey =>
  async (userId, id) =>
    (await listKeys({ uow })(userId)).find(({ key }) => key.id === id) ?? null;

const lastUse = ({ meter }: ListedKey): number => meter.lastUsedAt?.getTime() ?? 0;

const describe = (key: ApiKey, meter: KeyMeter, available: Points, now: Date): ListedKey => ({
  key,
  status: shownStatus(key, meter, available, now),
  spendable: spendable(key, meter, available, now),
  meter: meterAt(meter, key, now),
});
