import { asciiBytes, bytesOfHex, concatBytes, hexOf, int4Bytes, int8Bytes, uuidBytes } from '../shared/bytes.ts';
import type { Sha256 } from '../shared/sha256.ts';
import type { Entry } from './entry.ts';

/** What the first line of an account is chained to: 32 zero bytes. */
export const CHAIN_START = '00'.repeat(32);

const NIL = '00000000-0000-0000-0000-000000000000';
const MS_OF_2000 = 946_684_800_000;

/**
 * The hash of a line: SHA-256 of the hash before it and all that the line says. Who changes a line has to change every line
 * after it, up to the head of the account and the seals that were taken since (docs/adr/0020).
 */
export const chainedHash = (previous: string, entry: Omit<Entry, 'hash'>, sha256: Sha256): string =>
  hexOf(sha256(concatBytes([bytesOfHex(previous), entryBytes(entry)])));

/** The same layout as `entryBytesSql` in src/adapters/postgres: test/agreement keeps the two equal. */
export function entryBytes(entry: Omit<Entry, 'hash'>): Uint8Array {
  const { call } = entry;
  return concatBytes([
    uuidBytes(entry.accountId),
    int8Bytes(entry.seq),
    // Microseconds since 2000, as PostgreSQL sends an instant.
    int8Bytes(BigInt(entry.at.getTime() - MS_OF_2000) * 1_000n),
    int8Bytes(entry.change),
    int8Bytes(entry.balanceAfter),
    uuidBytes(entry.lotId),
    uuidBytes(entry.causeId),
    int4Bytes(entry.part * 65_536 + entry.parts),
    uuidBytes(call?.keyId ?? NIL),
    uuidBytes(call?.serviceId ?? NIL),
    int4Bytes(call?.quantity ?? 0),
    int4Bytes(call?.priceVersion ?? 0),
    asciiBytes(`${entry.kind} ${call?.apiCode ?? ''}`),
  ]);
}
