import type { Entry } from '../../../src/domain/ledger/entry.ts';
import type { AccountId, LotId, OrderId } from '../../../src/domain/shared/ids.ts';
import type { Rows } from './due-work.ts';

export type ShadowLot = {
  readonly id: LotId;
  readonly accountId: AccountId;
  readonly orderId: OrderId | null;
  readonly expiresMs: number;
  readonly granted: bigint;
  left: bigint;
  /** When something was taken from it, or came back. */
  movedMs: number;
};
type ShadowAccount = { seq: bigint; balance: bigint; held: bigint; atMs: number };
/** Says what is wrong. */
export type Accuse = (what: string) => void;

/** The books kept once more, line by line, out of the journal alone; what the rows say has to come to the same. */
export class ShadowBooks {
  readonly lots = new Map<LotId, ShadowLot>();
  readonly accounts = new Map<AccountId, ShadowAccount>();
  readonly #accuse: Accuse;

  constructor(accuse: Accuse) {
    this.#accuse = accuse;
  }

  read(entry: Entry, rows: Rows): void {
    const account = this.#accountOf(entry.accountId);
    if (entry.seq !== account.seq + 1n) this.#accuse(`line ${entry.seq} follows line ${account.seq}`);
    if (entry.balanceBefore !== account.balance) this.#accuse(`line ${entry.seq} begins with ${entry.balanceBefore}`);
    if (entry.at.getTime() < account.atMs) this.#accuse(`line ${entry.seq} is earlier than the one before`);
    account.seq = entry.seq;
    account.balance += entry.change;
    account.atMs = entry.at.getTime();
    if (entry.kind === 'hold' || entry.kind === 'freeze' || entry.kind === 'release') account.held -= entry.change;
    if (entry.balanceAfter !== account.balance || account.balance < 0n) this.#accuse(`line ${entry.seq} ends wrongly`);
    this.#moveLot(entry, rows);
  }

  #moveLot({ lotId, change, seq, at }: Entry, rows: Rows): void {
    const lot = this.lots.get(lotId) ?? this.#newLot(lotId, rows);
    lot.left += change;
    lot.movedMs = at.getTime();
    if (lot.left < 0n || lot.left > lot.granted)
      this.#accuse(`line ${seq} leaves ${lot.left} of ${lot.granted} in a lot`);
  }

  #newLot(lotId: LotId, rows: Rows): ShadowLot {
    const row = rows.lots.find(({ id }) => id === lotId);
    if (!row) throw new Error(`no lot ${lotId}`);
    const { accountId, orderId, granted } = row;
    const lot = { id: lotId, accountId, orderId, granted, expiresMs: row.expiresAt.getTime(), left: 0n, movedMs: 0 };
    this.lots.set(lotId, lot);
    return lot;
  }

  lotsOf(accountId: AccountId): ShadowLot[] {
    return [...this.lots.values()].filter((lot) => lot.accountId === accountId);
  }

  /** Everything that the rows say about points, held against what the journal comes to. */
  compare(rows: Rows): void {
    for (const { id, remaining, expiresAt } of rows.lots) {
      const lot = this.lots.get(id);
      if (remaining !== (lot?.left ?? 0n)) this.#accuse(`a lot holds ${remaining}, its lines come to ${lot?.left}`);
      if (lot && expiresAt.getTime() !== lot.expiresMs) this.#accuse('a lot has changed its end');
    }
    for (const [accountId, { balance, held }] of this.accounts) {
      const inLots = this.lotsOf(accountId).reduce((sum, { left }) => sum + left, 0n);
      if (inLots !== balance) this.#accuse(`lots hold ${inLots}, the balance is ${balance}`);
      const setAside = heldIn(rows, accountId);
      if (setAside !== held) this.#accuse(`${held} points are held, holds and refunds account for ${setAside}`);
    }
  }

  #accountOf(accountId: AccountId): ShadowAccount {
    const account = this.accounts.get(accountId) ?? { seq: 0n, balance: 0n, held: 0n, atMs: 0 };
    this.accounts.set(accountId, account);
    return account;
  }
}

/** What open holds and refunds under way have set aside. */
function heldIn({ holds, freezes, entries }: Rows, accountId: AccountId): bigint {
  const open = new Set<string>(
    holds.filter((each) => each.accountId === accountId && each.state.kind === 'open').map(({ id }) => id),
  );
  const frozen = freezes.filter((each) => each.accountId === accountId && each.state === 'frozen');
  const inHolds = entries.filter((each) => each.kind === 'hold' && open.has(each.causeId));
  const sum = frozen.flatMap(({ draws }) => draws).reduce((total, { points }) => total + points, 0n);
  return inHolds.reduce((total, { change }) => total - change, sum);
}
