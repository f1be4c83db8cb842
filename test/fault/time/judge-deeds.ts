import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import type { CallDetails, Entry, EntryKind } from '../../../src/domain/ledger/entry.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import type { Rows } from './due-work.ts';
import { judgeGrant } from './judge-grant.ts';
import type { MonthCatalog } from './month-catalog.ts';
import type { Accuse, ShadowBooks, ShadowLot } from './shadow-books.ts';
import type { ShadowMeters } from './shadow-meters.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

type Tools = {
  readonly accuse: Accuse;
  readonly books: ShadowBooks;
  readonly meters: ShadowMeters;
  readonly catalog: MonthCatalog;
  readonly wechat: VirtualWechat;
};
type Deed = { readonly rows: Rows; readonly lines: readonly Entry[]; readonly atMs: number; readonly causeId: string };

/** What the lines of one cause may do, and at which instant. Each is told once, when the transaction is committed. */
export class DeedJudge {
  readonly #tools: Tools;
  readonly #granted = new Set<string>();
  readonly #calls = new Map<string, { readonly points: bigint; readonly atMs: number }>();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  judge(rows: Rows, lines: readonly Entry[]): void {
    const [first] = lines;
    if (!first) return;
    const deed = { rows, lines, atMs: first.at.getTime(), causeId: first.causeId };
    const kinds = new Set(lines.map(({ kind }) => kind));
    if (kinds.has('grant')) this.#judgeGrant(deed);
    else if (kinds.has('release') && kinds.has('consume')) this.#judgeCapture(deed);
    else if (kinds.has('consume') || kinds.has('hold')) this.#judgeSpending(deed);
    else if (kinds.has('reverse')) this.#judgeReversal(deed);
    else if (kinds.has('expire')) this.#judgeWriteOff(deed);
    else if (kinds.has('freeze')) this.#judgeFreeze(deed);
    else if (kinds.has('release')) this.#judgeReturn(deed, kinds.has('claw_back'));
    else if (kinds.has('debit')) this.#judgeDebit(deed);
    else this.#tools.accuse(`nobody gives points by a ${first.kind}`);
  }

  #judgeGrant({ rows, lines, atMs, causeId }: Deed): void {
    if (this.#granted.has(causeId)) this.#tools.accuse(`order ${causeId} is granted twice`);
    this.#granted.add(causeId);
    judgeGrant(
      this.#tools,
      rows.orders.find(({ id }) => id === causeId),
      lines,
      atMs,
    );
  }

  /** A call or a hold: live lots only, soonest to expire first, by a key that may, at the price of the instant. */
  #judgeSpending({ rows, lines, atMs, causeId }: Deed): void {
    const { accuse, books, catalog } = this.#tools;
    const { key, call } = this.#callOf(rows, lines);
    const drawn = lines.map(({ lotId }) => this.#lot(lotId));
    if (drawn.some(({ expiresMs }) => expiresMs <= atMs)) accuse('expired points are spent');
    const last = Math.max(...drawn.map(({ expiresMs }) => expiresMs));
    const sooner = books
      .lotsOf((lines[0] as Entry).accountId)
      .filter(({ expiresMs }) => atMs < expiresMs && expiresMs < last);
    if (sooner.some(({ left }) => left > 0n)) accuse('points that end sooner are left, and later ones are spent');
    if (!key.enabled || atMs >= key.expiresAt.getTime()) accuse('a key is used that is off, or at its end');
    const points = -sumOf(lines);
    const hold = rows.holds.find(({ id }) => id === causeId);
    const price = catalog.prices.findLast(({ code, fromMs }) => code === call.apiCode && fromMs <= atMs)?.points ?? 0n;
    if (hold?.byPrice !== false && points !== price * BigInt(call.quantity))
      accuse(`${points} points at a price of ${price}`);
    this.#calls.set(causeId, { points, atMs });
    this.#tools.meters.use(key, { keyId: key.id, calls: call.quantity, points, atMs });
  }

  #judgeCapture({ rows, lines, atMs, causeId }: Deed): void {
    const { accuse, meters } = this.#tools;
    const hold = rows.holds.find(({ id }) => id === causeId);
    const held = this.#calls.get(causeId);
    if (!hold || !held) return accuse('a capture of nothing');
    if (atMs >= hold.expiresAt.getTime()) accuse('a hold is captured after its end');
    const [back, taken] = [perLot(lines, 'release'), perLot(lines, 'consume')];
    for (const [lotId, points] of taken) {
      const isBeyond = -points > (back.get(lotId) ?? 0n);
      if (isBeyond && this.#lot(lotId).expiresMs <= atMs) accuse('a capture takes expired points beyond what was held');
    }
    const used = -sumOf(lines.filter(({ kind }) => kind === 'consume'));
    if (used > held.points && !hold.mayExceed) accuse(`${used} points are captured of ${held.points}`);
    const { key } = this.#callOf(rows, lines);
    if (used > held.points) meters.use(key, { keyId: key.id, calls: 0, points: used - held.points, atMs });
    else meters.giveBack(key, { points: held.points - used, usedMs: held.atMs, atMs });
    this.#calls.set(causeId, { points: used, atMs });
  }

  #judgeReversal({ rows, lines, atMs, causeId }: Deed): void {
    const call = this.#calls.get(causeId);
    if (!call || sumOf(lines) !== call.points) return this.#tools.accuse('a reversal of something else than a call');
    this.#calls.delete(causeId);
    this.#tools.meters.giveBack(this.#callOf(rows, lines).key, { points: call.points, usedMs: call.atMs, atMs });
  }

  #judgeWriteOff({ lines, atMs }: Deed): void {
    const lots = lines.map(({ lotId }) => this.#lot(lotId));
    if (lots.some(({ expiresMs }) => expiresMs > atMs)) this.#tools.accuse('live points are written off');
  }

  #judgeFreeze({ lines, atMs }: Deed): void {
    const lots = lines.map(({ lotId }) => this.#lot(lotId));
    if (lots.some(({ expiresMs }) => expiresMs <= atMs)) this.#tools.accuse('expired points are worth money');
  }

  /** A hold that ends without a call, or a refund that has an end: points are burned only for money that went back. */
  #judgeReturn({ rows, lines, atMs, causeId }: Deed, isBurned: boolean): void {
    const held = this.#calls.get(causeId);
    if (held) {
      this.#calls.delete(causeId);
      return this.#tools.meters.giveBack(this.#callOf(rows, lines).key, {
        points: held.points,
        usedMs: held.atMs,
        atMs,
      });
    }
    const refund = rows.refunds.find(({ refund: { id } }) => id === causeId)?.refund;
    const all = [...this.#tools.wechat.trades.values()].flatMap(({ refunds }) => refunds);
    const theirs = all.find(({ request }) => request.outRefundNo === refund?.outRefundNo);
    if (isBurned !== (theirs?.status === 'succeeded'))
      this.#tools.accuse('points and money of a refund go different ways');
  }

  #judgeDebit({ rows, lines }: Deed): void {
    const user = rows.users.find(({ id }) => (id as string) === lines[0]?.accountId);
    if (user?.status !== 'closed') this.#tools.accuse('points are taken from somebody who stays');
  }

  #callOf({ apiKeys }: Rows, lines: readonly Entry[]): { readonly key: ApiKey; readonly call: CallDetails } {
    const call = lines[0]?.call;
    const key = apiKeys.find(({ id }) => id === call?.keyId);
    if (!call || !key) throw new Error('a call of no key');
    return { key, call };
  }

  #lot(id: LotId): ShadowLot {
    return this.#tools.books.lots.get(id) as ShadowLot;
  }
}

const sumOf = (lines: readonly Entry[]): bigint => lines.reduce((sum, { change }) => sum + change, 0n);

function perLot(lines: readonly Entry[], wanted: EntryKind): Map<LotId, bigint> {
  const sums = new Map<LotId, bigint>();
  for (const { kind, lotId, change } of lines) if (kind === wanted) sums.set(lotId, (sums.get(lotId) ?? 0n) + change);
  return sums;
}
