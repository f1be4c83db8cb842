import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import type { ApiKeyId } from '../../../src/domain/shared/ids.ts';
import type { Rows } from './due-work.ts';
import { dayInBeijing } from './own-calendar.ts';
import type { Accuse } from './shadow-books.ts';

type Meter = { total: bigint; day: string; today: bigint; window: number; calls: number };
export type MeteredUse = {
  readonly keyId: ApiKeyId;
  readonly calls: number;
  readonly points: bigint;
  readonly atMs: number;
};

/** What each key has spent, counted once more, against its budgets and limits. */
export class ShadowMeters {
  readonly #meters = new Map<ApiKeyId, Meter>();
  readonly #accuse: Accuse;

  constructor(accuse: Accuse) {
    this.#accuse = accuse;
  }

  /** A key that a rotation has made goes on with what the earlier one has spent. */
  meet({ apiKeys }: Rows): void {
    if (apiKeys.length === this.#meters.size) return;
    for (const { id } of apiKeys) {
      if (this.#meters.has(id)) continue;
      const earlier = apiKeys.find(({ successorId }) => successorId === id);
      const spent = earlier && this.#meters.get(earlier.id);
      this.#meters.set(id, spent ? { ...spent } : { total: 0n, day: '', today: 0n, window: 0, calls: 0 });
    }
  }

  use(key: ApiKey, { calls, points, atMs }: MeteredUse): void {
    const meter = this.#at(key, atMs);
    meter.total += points;
    meter.today += points;
    meter.calls += calls;
    const { dailyBudget, totalBudget, rateLimit } = key;
    if (dailyBudget !== null && meter.today > dailyBudget)
      this.#accuse(`${meter.today} of ${dailyBudget} a day are spent`);
    if (totalBudget !== null && meter.total > totalBudget) this.#accuse(`${meter.total} of ${totalBudget} are spent`);
    if (rateLimit && meter.calls > rateLimit.calls) this.#accuse(`${meter.calls} calls of ${rateLimit.calls}`);
  }

  giveBack(
    key: ApiKey,
    { points, usedMs, atMs }: { readonly points: bigint; readonly usedMs: number; readonly atMs: number },
  ): void {
    const meter = this.#at(key, atMs);
    meter.total -= points;
    if (dayInBeijing(usedMs) === dayInBeijing(atMs)) meter.today -= points;
  }

  /** Nothing comes back to a key that is deleted. */
  compare({ apiKeys, keyMeters }: Rows): void {
    const deleted = new Set(apiKeys.filter(({ digest }) => digest === null).map(({ id }) => id));
    for (const [id, { total }] of this.#meters) {
      if (deleted.has(id)) continue;
      const said = keyMeters.get(id)?.pointsTotal;
      if (said !== undefined && said !== total)
        this.#accuse(`a key is said to have spent ${said}, and has spent ${total}`);
    }
  }

  #at({ id, rateLimit }: ApiKey, atMs: number): Meter {
    const meter = this.#meters.get(id);
    if (!meter) throw new Error(`no key ${id}`);
    const [day, window] = [dayInBeijing(atMs), rateLimit ? Math.floor(atMs / 1_000 / rateLimit.seconds) : 0];
    if (meter.day !== day) Object.assign(meter, { day, today: 0n });
    if (meter.window !== window) Object.assign(meter, { window, calls: 0 });
    return meter;
  }
}
