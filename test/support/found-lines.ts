import type { EntryRow } from '../../src/adapters/postgres/ledger/rows.ts';
import type { FoundLine } from '../../src/domain/ledger/audit-line.ts';

export type FoundRow = EntryRow;

export const toFoundLine = (row: FoundRow): FoundLine => ({
  ...{ accountId: row.account_id, seq: row.seq, kind: row.kind, change: row.change, balanceAfter: row.balance_after },
  ...{ lotId: row.lot_id, causeId: row.cause_id, part: row.part, parts: row.parts, at: row.at },
  ...{ keyId: row.key_id, serviceId: row.service_id, apiCode: row.api_code, quantity: row.quantity },
  ...{ priceVersion: row.price_version, hash: row.hash.toString('hex') },
});
