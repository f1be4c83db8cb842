import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import type { CallDetails, Entry } from '../../../src/domain/ledger/entry.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import { type Deed, perLot, sumOf } from './deed.ts';
import type { Rows } from './due-work.ts';
import type { MonthCatalog } from './month-catalog.ts';
import type { Accuse, ShadowBooks, ShadowLot } from './shadow-books.ts';
import type { ShadowMeters } from './shadow-meters.ts';

type Tools = {
  readonly accuse: Accuse;
  readonly books: ShadowBooks;
  readonly meters: ShadowMeters;
  readonly catalog: MonthCatalog;
};
type Taken = { readonly points: bigint; readonly atMs: number };

/** Calls and holds: what they may take, from which lots, by which key, and what comes back. */
export class CallJudge {
  readonly #tools: Tools;
  readonly #taken = new Map<string, Taken>();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  knows(causeId: string): boolean {
    return this.#taken.has(causeId);
  }

  /** A call or a hold: live lots only, soonest to expire first, by a key that may, at the price of the instant. */
  judgeSpending({ rows, lines, atMs, causeId }: Deed): void {
    const { accuse, meters } = this.#tools;
    const { key, call } = callOf(rows, lines);
    this.#judgeLots(lines, atMs);
    if (!key.enabled || atMs >= key.expiresAt.getTime()) accuse('a key is used that is off, or at its end');
    const points = -sumOf(lines);
    const isByPrice = rows.holds.find(({ id }) => id === causeId)?.byPrice ?? true;
    const cost = this.#priceOf(call, atMs) * BigInt(call.quantity);
    if (isByPrice && points !== cost) accuse(`${points} points are taken for ${cost}`);
    this.#taken.set(causeId, { points, atMs });
    meters.use(key, { keyId: key.id, calls: call.quantity, points, atMs });
  }

  judgeCapture({ rows, lines, atMs, causeId }: Deed): void {
    const { accuse, meters } = this.#tools;
    const hold = rows.holds.find(({ id }) => id === causeId);
    const held = this.#taken.get(causeId);
    if (!hold || !held) return accuse('a capture of nothing');
    if (atMs >= hold.expiresAt.getTime()) accuse('a hold is captured after its end');
    const back = perLot(lines, 'release');
    for (const [lotId, change] of perLot(lines, 'consume')) {
      const isBeyond = -change > (back.get(lotId) ?? 0n);
      if (isBeyond && this.#lot(lotId).expiresMs <= atMs) accuse('a capture takes expired points beyond what was held');
    }
    const used = -sumOf(lines.filter(({ kind }) => kind === 'consume'));
    if (used > held.points && !hold.mayExceed) accuse(`${used} points are captured of ${held.points}`);
    const { key } = callOf(rows, lines);
    if (used > held.points) meters.use(key, { keyId: key.id, calls: 0, points: used - held.points, atMs });
    else meters.giveBack(key, { points: held.points - used, usedMs: held.atMs, atMs });
    this.#taken.set(causeId, { points: used, atMs });
  }

  /** All of a call that was not served, or of a hold that ended without one; once. */
  judgeReturn({ rows, lines, atMs, causeId }: Deed): void {
    const taken = this.#taken.get(causeId);
    if (!taken || sumOf(lines) !== taken.points) return this.#tools.accuse('something else comes back than was taken');
    this.#taken.delete(causeId);
    this.#tools.meters.giveBack(callOf(rows, lines).key, { points: taken.points, usedMs: taken.atMs, atMs });
  }

  #judgeLots(lines: readonly Entry[], atMs: number): void {
    const { accuse, books } = this.#tools;
    const drawn = lines.map(({ lotId }) => this.#lot(lotId));
    if (drawn.some(({ expiresMs }) => expiresMs <= atMs)) accuse('expired points are spent');
    const lastMs = Math.max(...drawn.map(({ expiresMs }) => expiresMs));
    const all = books.lotsOf((lines[0] as Entry).accountId);
    const isPassedOver = ({ expiresMs, left }: ShadowLot) => left > 0n && atMs < expiresMs && expiresMs < lastMs;
    if (all.some(isPassedOver)) accuse('points that end sooner are left, and later ones are spent');
  }

  #priceOf({ apiCode }: CallDetails, atMs: number): bigint {
    const { prices } = this.#tools.catalog;
    return prices.findLast(({ code, fromMs }) => code === apiCode && fromMs <= atMs)?.points ?? 0n;
  }

  #lot(id: LotId): ShadowLot {
    return this.#tools.books.lots.get(id) as ShadowLot;
  }
}

function callOf({ apiKeys }: Rows, lines: readonly Entry[]): { readonly key: ApiKey; readonly call: CallDetails } {
  const call = lines[0]?.call;
  const key = apiKeys.find(({ id }) => id === call?.keyId);
  if (!call || !key) throw new Error('a call of no key');
  return { key, call };
}
