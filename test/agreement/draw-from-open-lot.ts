import type { Knex } from 'knex';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { type Deed, entriesOf } from '../../src/domain/ledger/deed.ts';
import type { CallDetails } from '../../src/domain/ledger/entry.ts';
import { points } from '../../src/domain/shared/points.ts';
import { sha256 } from './books-of.ts';

/** What the fast path does, as far as the ledger sees it: the account's row alone says what the open lot still has. */
export async function drawFromOpenLot(trx: Knex, deed: Deed & { readonly call: CallDetails }): Promise<void> {
  const [account] = await rowsOf<{ last_seq: bigint; balance: bigint; last_at: Date; hash: Buffer }>(
    ...[trx, 'select * from ledger.accounts where id = ?', [deed.accountId]],
  );
  if (!account) throw new Error('no account');
  const { last_seq: seq, balance, last_at: at } = account;
  const head = { seq, balanceAfter: points(balance), at, hash: account.hash.toString('hex') };
  for (const { change, call, ...entry } of entriesOf(deed, head, sha256)) {
    const hash = Buffer.from(entry.hash, 'hex');
    await trx('ledger.entries').insert({
      ...{
        account_id: entry.accountId,
        seq: entry.seq,
        kind: entry.kind,
        part: entry.part,
        parts: entry.parts,
        change,
      },
      ...{ balance_after: entry.balanceAfter, at: entry.at, lot_id: entry.lotId, cause_id: entry.causeId, hash },
      ...{ key_id: call?.keyId, service_id: call?.serviceId, quantity: call?.quantity, api_code: call?.apiCode },
      price_version: call?.priceVersion,
    });
    await rowsOf(
      trx,
      `update ledger.accounts set last_seq = ?, balance = ?, last_at = ?, hash = ?, lot_left = lot_left + ? where id = ?`,
      [entry.seq, entry.balanceAfter, entry.at, hash, change, entry.accountId],
    );
  }
}
