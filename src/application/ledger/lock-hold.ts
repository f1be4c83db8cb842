import type { Hold } from '../../domain/ledger/hold.ts';
import type { HoldId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** The hold as it is once nobody else can end it; null: there is none. */
export async function lockHold({ holds, ledger }: Pick<Stores, 'holds' | 'ledger'>, id: HoldId): Promise<Hold | null> {
  const before = await holds.find(id);
  if (!before) return null;
  await ledger.lock(before.accountId);
  return holds.find(id);
}
