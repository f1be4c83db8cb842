import { bytesOfHex, concatBytes, hexOf } from '../shared/bytes.ts';
import type { AccountId, ApiCode, ApiKeyId, LotId, ServiceId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Sha256 } from '../shared/sha256.ts';
import { CHAIN_START, entryBytes } from './chain.ts';
import { ENTRY_KINDS, type EntryKind } from './entry.ts';

/** A line of the journal as it is found: nothing about it is taken for granted. */
export type FoundLine = {
  readonly accountId: AccountId;
  readonly seq: bigint;
  readonly kind: EntryKind;
  readonly change: bigint;
  readonly balanceAfter: bigint;
  readonly lotId: LotId;
  readonly causeId: string;
  readonly part: number;
  readonly parts: number;
  readonly at: Date;
  readonly keyId: ApiKeyId | null;
  readonly serviceId: ServiceId | null;
  readonly apiCode: ApiCode | null;
  readonly quantity: number | null;
  readonly priceVersion: number | null;
  readonly hash: string;
};

/** What holds of every line that we have written, given the lines before and after it. */
export type LineChecks = {
  readonly numbered: boolean;
  readonly addsUp: boolean;
  readonly inTime: boolean;
  readonly wholeDeed: boolean;
  readonly signed: boolean;
  readonly wholeCall: boolean;
  readonly chained: boolean;
};

export type JudgedLine = {
  readonly seq: bigint;
  readonly previousSeq: bigint | null;
  readonly checks: LineChecks;
  readonly hash: string;
  /** The hash that follows from the line and the hash before it. */
  readonly recomputed: string;
  /** What was hashed, without the hash before; hexadecimal. */
  readonly bytes: string;
};

/** `auditLinesSql` in src/adapters/postgres does the same for all lines at once; test/agreement keeps the two equal. */
export function judgeLine(
  previous: FoundLine | null,
  line: FoundLine,
  next: FoundLine | null,
  sha256: Sha256,
): JudgedLine {
  const bytes = bytesOf(line);
  const recomputed = hexOf(sha256(concatBytes([bytesOfHex(previous?.hash ?? CHAIN_START), bytes])));
  const isNext = (a: FoundLine | null, b: FoundLine | null): boolean =>
    a !== null &&
    b !== null &&
    a.causeId === b.causeId &&
    a.kind === b.kind &&
    a.parts === b.parts &&
    b.part === a.part + 1;
  return {
    ...{ seq: line.seq, previousSeq: previous?.seq ?? null, hash: line.hash, recomputed, bytes: hexOf(bytes) },
    checks: {
      numbered: line.seq === (previous?.seq ?? 0n) + 1n,
      addsUp: line.balanceAfter >= 0n && line.balanceAfter === (previous?.balanceAfter ?? 0n) + line.change,
      inTime: previous === null || line.at >= previous.at,
      wholeDeed:
        line.part >= 1 &&
        line.part <= line.parts &&
        (line.part === 1 || isNext(previous, line)) &&
        (line.part === line.parts || isNext(line, next)),
      signed: line.change * ENTRY_KINDS[line.kind].sign > 0n,
      wholeCall: isWholeCall(line),
      chained: line.hash === recomputed,
    },
  };
}

export const isSound = ({ checks }: JudgedLine): boolean => Object.values(checks).every(Boolean);

/** All of a call or nothing: what is not there is hashed as zeros, which must not stand for values. */
function isWholeCall({ keyId, serviceId, apiCode, quantity, priceVersion }: FoundLine): boolean {
  const hasVersion = priceVersion !== null;
  if (keyId === null) return serviceId === null && apiCode === null && quantity === null && !hasVersion;
  return (
    ![keyId, serviceId ?? NIL].includes(NIL) &&
    (apiCode ?? '') !== '' &&
    (quantity ?? 0) >= 1 &&
    (priceVersion === null || priceVersion >= 1)
  );
}

const NIL = '00000000-0000-0000-0000-000000000000';

const bytesOf = ({ keyId, serviceId, apiCode, quantity, priceVersion, ...line }: FoundLine): Uint8Array =>
  entryBytes({
    ...line,
    ...{ balanceAfter: line.balanceAfter as Points, balanceBefore: 0n as Points },
    counterAccount: ENTRY_KINDS[line.kind].counterAccount,
    call: {
      ...{ keyId: keyId ?? (NIL as ApiKeyId), serviceId: serviceId ?? (NIL as ServiceId) },
      ...{ apiCode: apiCode ?? ('' as ApiCode), quantity: quantity ?? 0, priceVersion },
    },
  });
