import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { CHAIN_START, chainedHash, entryBytes } from '../../../src/domain/ledger/chain.ts';
import { ENTRY_KINDS, type Entry, type EntryKind } from '../../../src/domain/ledger/entry.ts';
import type { AccountId, ApiCode, ApiKeyId, LotId, ServiceId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const id = <Id extends string>(nth: number): Id => `0190a000-0000-7000-8000-00000000000${nth}` as Id;

const grant: Omit<Entry, 'hash'> = {
  ...{ accountId: id<AccountId>(1), seq: 1n, kind: 'grant', counterAccount: 'issuance', change: 100n },
  ...{ balanceBefore: points(0n), balanceAfter: points(100n), lotId: id<LotId>(2), causeId: id(3) },
  ...{ part: 1, parts: 1, at: NOON, call: null },
};
const call = {
  ...{ keyId: id<ApiKeyId>(4), serviceId: id<ServiceId>(5), apiCode: IMAGE_API },
  ...{ quantity: 258, priceVersion: 70_000 },
};
const taken: Omit<Entry, 'hash'> = {
  ...{ ...grant, seq: 2n, kind: 'consume', counterAccount: 'consumed', change: -300n },
  ...{ balanceAfter: points(9_007_199_254_740_991n), part: 2, parts: 3, at: msAfter(NOON, 123), call },
};
// Laid out and hashed by another program (Python: struct, uuid, hashlib).
const GRANT_BYTES =
  '0190a00000007000800000000000000100000000000000010002eb6406fe3000000000000000006400000000000000640190a0000000700080000000000000020190a00000007000800000000000000300010001000000000000000000000000000000000000000000000000000000000000000000000000000000006772616e7420';
const GRANT_HASH = '9c095ad42c08db8026d2ad8d14190894ceaaeee4bd4d02917d2c3ed789922b35';
const TAKEN_BYTES =
  '0190a00000007000800000000000000100000000000000020002eb6407001078fffffffffffffed4001fffffffffffff0190a0000000700080000000000000020190a000000070008000000000000003000200030190a0000000700080000000000000040190a0000000700080000000000000050000010200011170636f6e73756d6520696d6167652e7265636f676e697a65';
const TAKEN_HASH = '116f1efe2b91d8942a5766aa22e9d9d529dde3e84689d31aafab2dea23299e95';

describe('the chain of an account', () => {
  it('starts with 32 zero bytes', () => {
    expect(CHAIN_START).to.match(/^0{64}$/);
  });

  it('lays a line out as it says, byte by byte', () => {
    expect(hex(entryBytes(grant))).to.equal(GRANT_BYTES);
    expect(hex(entryBytes(taken))).to.equal(TAKEN_BYTES);
  });

  it('hashes a line with the hash before it', () => {
    expect(chainedHash(CHAIN_START, grant, sha256)).to.equal(GRANT_HASH);
    expect(chainedHash(GRANT_HASH, taken, sha256)).to.equal(TAKEN_HASH);
    const bytes = Buffer.from(`${GRANT_HASH}${TAKEN_BYTES}`, 'hex');
    expect(createHash('sha256').update(bytes).digest('hex')).to.equal(TAKEN_HASH);
  });

  it('breaks where the line before was another', () => {
    expect(chainedHash(CHAIN_START, taken, sha256)).not.to.equal(TAKEN_HASH);
    const other = `a${GRANT_HASH.slice(1)}`;
    expect(chainedHash(other, taken, sha256)).not.to.equal(TAKEN_HASH);
  });

  const changes: Readonly<Record<string, Partial<Entry>>> = {
    'the account': { accountId: newId<AccountId>() },
    'its number': { seq: 3n },
    'when it was': { at: msAfter(NOON, 124) },
    'how much moved': { change: -301n },
    'which way it moved': { change: 300n },
    'the balance': { balanceAfter: points(9_007_199_254_740_990n) },
    'the lot': { lotId: newId<LotId>() },
    'the cause': { causeId: newId() },
    'which part it is': { part: 1 },
    'of how many parts': { parts: 2 },
    'the key': { call: { ...call, keyId: newId<ApiKeyId>() } },
    'the service': { call: { ...call, serviceId: newId<ServiceId>() } },
    'the API': { call: { ...call, apiCode: TEXT_API } },
    'a letter of the API': { call: { ...call, apiCode: 'image.recognizf' as ApiCode } },
    'how many calls': { call: { ...call, quantity: 259 } },
    'the version of the price': { call: { ...call, priceVersion: 70_001 } },
    'that its price had a version': { call: { ...call, priceVersion: null } },
    'that it was a call': { call: null },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`breaks where somebody changes ${what}`, () => {
      expect(chainedHash(GRANT_HASH, { ...taken, ...change }, sha256)).not.to.equal(TAKEN_HASH);
    });
  }

  it('tells every kind of line from every other', () => {
    const kinds = Object.keys(ENTRY_KINDS) as EntryKind[];
    const hashes = kinds.map((kind) => chainedHash(GRANT_HASH, { ...taken, kind }, sha256));
    expect(new Set(hashes)).to.have.property('size', 10);
  });
});
