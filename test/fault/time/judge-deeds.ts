import type { OrderId } from '../../../src/domain/shared/ids.ts';
import type { Deed } from './deed.ts';
import { CallJudge } from './judge-calls.ts';
import { judgeGrant } from './judge-grant.ts';
import type { MonthCatalog } from './month-catalog.ts';
import type { Accuse, ShadowBooks } from './shadow-books.ts';
import type { ShadowMeters } from './shadow-meters.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

type Tools = {
  readonly accuse: Accuse;
  readonly books: ShadowBooks;
  readonly meters: ShadowMeters;
  readonly catalog: MonthCatalog;
  readonly wechat: VirtualWechat;
};

/** What the lines of one cause may do, and at which instant. Each is told once, when the transaction is committed. */
export class DeedJudge {
  readonly #tools: Tools;
  readonly #calls: CallJudge;
  readonly #granted = new Set<string>();

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#calls = new CallJudge(tools);
  }

  judge(deed: Deed): void {
    const kinds = new Set(deed.lines.map(({ kind }) => kind));
    if (kinds.has('grant')) this.#judgeGrant(deed);
    else if (kinds.has('release') && kinds.has('consume')) this.#calls.judgeCapture(deed);
    else if (kinds.has('consume') || kinds.has('hold')) this.#calls.judgeSpending(deed);
    else if (kinds.has('reverse')) this.#calls.judgeReturn(deed);
    else if (kinds.has('expire')) this.#judgeWriteOff(deed);
    else if (kinds.has('freeze')) this.#judgeFreeze(deed);
    else if (kinds.has('release') && this.#calls.knows(deed.causeId)) this.#calls.judgeReturn(deed);
    else if (kinds.has('release')) this.#judgeRefund(deed, kinds.has('claw_back'));
    else if (kinds.has('debit')) this.#judgeDebit(deed);
    else this.#tools.accuse(`nobody gives points by a ${[...kinds].join()}`);
  }

  hasGranted(orderId: OrderId): boolean {
    return this.#granted.has(orderId);
  }

  #judgeGrant({ rows, lines, atMs, causeId }: Deed): void {
    if (this.#granted.has(causeId)) this.#tools.accuse(`order ${causeId} is granted twice`);
    this.#granted.add(causeId);
    const order = rows.orders.find(({ id }) => id === causeId);
    judgeGrant(this.#tools, order, lines, atMs);
  }

  #judgeWriteOff(deed: Deed): void {
    if (this.#endsOf(deed).some((ms) => ms > deed.atMs)) this.#tools.accuse('live points are written off');
  }

  #judgeFreeze(deed: Deed): void {
    if (this.#endsOf(deed).some((ms) => ms <= deed.atMs)) this.#tools.accuse('expired points are worth money');
  }

  /** Points are burned for money that went back, and for no other. */
  #judgeRefund({ rows, causeId }: Deed, isBurned: boolean): void {
    const refund = rows.refunds.find(({ refund: { id } }) => id === causeId)?.refund;
    const all = [...this.#tools.wechat.trades.values()].flatMap(({ refunds }) => refunds);
    const theirs = all.find(({ request }) => request.outRefundNo === refund?.outRefundNo);
    if (isBurned !== (theirs?.status === 'succeeded')) this.#tools.accuse('points and money of a refund part');
  }

  #judgeDebit({ rows, lines }: Deed): void {
    const user = rows.users.find(({ id }) => (id as string) === lines[0]?.accountId);
    if (user?.status !== 'closed') this.#tools.accuse('points are taken from somebody who stays');
  }

  #endsOf({ lines }: Deed): number[] {
    return lines.map(({ lotId }) => this.#tools.books.lots.get(lotId)?.expiresMs ?? 0);
  }
}
