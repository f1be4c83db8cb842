import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import { linesOf } from '../../src/domain/ledger/deed.ts';
import type { EntryKind } from '../../src/domain/ledger/entry.ts';
import { expiredDraws } from '../../src/domain/ledger/expiry.ts';
import { type AccountId, type AdjustmentId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aCall, aConsumption, aFreeze, aGrant, aNewLot } from './builders.ts';
import { consume } from './consume.ts';
import { newId } from './ids.ts';
import { DAY, msAfter, NOON } from './instants.ts';

export const KINDS_OF_BUSY_BOOKS: readonly EntryKind[] = [
  ...(['grant', 'consume', 'reverse', 'freeze', 'release', 'claw_back', 'credit', 'debit', 'expire'] as const),
];

/** An account in which about everything has happened that moves points. */
export async function aBusyAccount(uow: UnitOfWork, calls = 12): Promise<AccountId> {
  const accountId = accountOf(newId<UserId>());
  await uow.run(async ({ ledger }) => {
    const at = (minutes: number): Date => msAfter(NOON, minutes * 60_000);
    const dying = aNewLot({ kind: 'bonus', points: points(7n), expiresAt: msAfter(NOON, DAY) });
    const lasting = aNewLot({ points: points(500n) });
    const given = aGrant(accountId, { lots: [lasting, dying], at: NOON });
    await ledger.grant(given);
    for (let made = 0; made < calls; made++) {
      // The first one takes from two lots.
      const price = points(made === 0 ? 9n : BigInt(made));
      await consume(ledger, aConsumption(accountId, { points: price, at: at(made + 1) }));
    }
    await ledger.lock(accountId);
    const call = aCall();
    const back = [{ lotId: lasting.id, points: points(2n) }];
    const causeId = newId();
    await ledger.post({ accountId, causeId, lines: linesOf('consume', back), call, at: at(60) });
    await ledger.post({ accountId, causeId, lines: linesOf('reverse', back), call, at: at(61) });
    for (const end of ['release', 'burn', null] as const) {
      const freeze = { ...aFreeze(accountId, given.orderId, [{ lotId: lasting.id, points: points(5n) }]), at: at(70) };
      await ledger.freeze(freeze);
      if (end) await ledger[end](accountId, freeze.refundId, at(71));
    }
    for (const kind of ['credit', 'debit'] as const) {
      const id = newId<AdjustmentId>();
      const gift = aNewLot({ kind: 'bonus', points: points(4n), expiresAt: msAfter(NOON, 2 * DAY) });
      const correction =
        kind === 'credit' ? { kind, points: gift.points, expiresAt: gift.expiresAt } : { kind, points: points(3n) };
      await ledger.addAdjustment({
        id,
        accountId,
        correction,
        reason: '补偿',
        operator: 'alice',
        requestKey: null,
        at: at(80),
      });
      if (kind === 'credit') await ledger.addLot(accountId, gift, at(80));
      const moved = kind === 'credit' ? gift : { id: lasting.id, points: points(3n) };
      await ledger.post({
        ...{ accountId, causeId: id, call: null, at: at(80) },
        lines: [{ kind, lotId: moved.id, points: moved.points }],
      });
    }
    const late = msAfter(NOON, 3 * DAY);
    const lines = linesOf('expire', expiredDraws(await ledger.listLots(accountId), late));
    await ledger.post({ accountId, causeId: newId(), lines, call: null, at: late });
  });
  return accountId;
}
