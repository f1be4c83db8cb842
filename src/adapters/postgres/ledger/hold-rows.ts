import type { Hold, HoldState, ReleaseReason } from '../../../domain/ledger/hold.ts';
import type { NewHold } from '../../../domain/ledger/holds.ts';
import type { AccountId, ApiCode, ApiKeyId, HoldId, LotId, ServiceId } from '../../../domain/shared/ids.ts';
import { type Points, points } from '../../../domain/shared/points.ts';

/** A hold with one of its draws. */
export type HoldRow = {
  account_id: AccountId;
  id: HoldId;
  key_id: ApiKeyId;
  service_id: ServiceId;
  api_code: ApiCode;
  quantity: number;
  price_version: number | null;
  by_price: boolean;
  may_exceed: boolean;
  held_at: Date;
  expires_at: Date;
  state: HoldState['kind'];
  ended_at: Date | null;
  ended_by: ReleaseReason | null;
  captured_points: bigint | null;
  available_after: bigint | null;
  lot_id: LotId;
  drawn: bigint;
  balance_after: bigint;
};

/** From the rows of one hold, in the order of its draws. */
export function toHold(rows: readonly HoldRow[]): Hold | null {
  const [row, last] = [rows[0], rows.at(-1)];
  if (!row || !last) return null;
  return {
    ...{ id: row.id, accountId: row.account_id, byPrice: row.by_price, mayExceed: row.may_exceed },
    draws: rows.map((each) => ({ lotId: each.lot_id, points: points(each.drawn) })),
    call: {
      ...{ keyId: row.key_id, serviceId: row.service_id, apiCode: row.api_code },
      ...{ quantity: row.quantity, priceVersion: row.price_version },
    },
    ...{ heldAt: row.held_at, expiresAt: row.expires_at, availableAfter: points(last.balance_after) },
    state: toState(row),
  };
}

function toState({ state, ended_at, ended_by, captured_points, available_after }: HoldRow): HoldState {
  if (state === 'open') return { kind: state };
  const end = { availableAfter: points(available_after as bigint), endedAt: ended_at as Date };
  return state === 'captured'
    ? { kind: state, points: points(captured_points as bigint), ...end }
    : { kind: state, why: ended_by as ReleaseReason, ...end };
}

export const fromHold = ({ call, ...hold }: NewHold, held: Points) => ({
  ...{ account_id: hold.accountId, id: hold.id, points: held, state: 'open' },
  ...{ key_id: call.keyId, service_id: call.serviceId, api_code: call.apiCode, quantity: call.quantity },
  ...{ price_version: call.priceVersion, by_price: hold.byPrice, may_exceed: hold.mayExceed },
  ...{ held_at: hold.heldAt, expires_at: hold.expiresAt, release_at: hold.expiresAt },
});
