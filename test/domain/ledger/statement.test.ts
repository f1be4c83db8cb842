import { expect } from 'chai';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { type Deed, entriesOf, NO_ENTRIES } from '../../../src/domain/ledger/deed.ts';
import type { Entry } from '../../../src/domain/ledger/entry.ts';
import { deedsOf, isOnStatement, type PostedDeed, WHOLE_STATEMENT } from '../../../src/domain/ledger/statement.ts';
import { type AccountId, type ApiKeyId, accountOf, type LotId, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aCall, IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const accountId: AccountId = accountOf(newId<UserId>());
const [lot, other] = [newId<LotId>(), newId<LotId>()];
const entriesAfter = (...deeds: Omit<Deed, 'accountId'>[]): Entry[] => {
  const entries: Entry[] = [];
  for (const deed of deeds) {
    entries.push(...entriesOf({ ...deed, accountId }, entries.at(-1) ?? NO_ENTRIES, nodeSecrets.sha256));
  }
  return entries;
};

describe('A statement', () => {
  it('tells the lines of one kind and cause as one, numbered by the last of them', () => {
    const call = aCall();
    const [order, use] = [newId(), newId()];
    const entries = entriesAfter(
      {
        ...{ causeId: order, call: null, at: NOON },
        lines: [
          { kind: 'grant', lotId: lot, points: points(10n) },
          { kind: 'grant', lotId: other, points: points(5n) },
        ],
      },
      {
        ...{ causeId: use, call, at: msAfter(NOON, 1) },
        lines: [
          { kind: 'consume', lotId: other, points: points(5n) },
          { kind: 'consume', lotId: lot, points: points(1n) },
        ],
      },
    );
    expect(deedsOf(entries)).to.deep.equal([
      { seq: 2n, kind: 'grant', change: 15n, balanceAfter: 15n, at: NOON, causeId: order, call: null },
      { seq: 4n, kind: 'consume', change: -6n, balanceAfter: 9n, at: msAfter(NOON, 1), causeId: use, call },
    ]);
  });

  it('tells the kinds of one deed apart', () => {
    const grant = {
      causeId: newId(),
      call: null,
      at: NOON,
      lines: [{ kind: 'grant', lotId: lot, points: points(9n) }],
    } as const;
    const frozen = { ...grant, causeId: newId(), lines: [{ kind: 'freeze', lotId: lot, points: points(4n) }] } as const;
    const burned = {
      ...frozen,
      lines: [
        { kind: 'release', lotId: lot, points: points(4n) },
        { kind: 'claw_back', lotId: lot, points: points(4n) },
      ],
    } as const;
    const told = deedsOf(entriesAfter(grant, frozen, burned)).map(({ kind, change }) => `${kind} ${change}`);
    expect(told).to.deep.equal(['grant 9', 'freeze -4', 'release 4', 'claw_back -4']);
  });

  const keyId = newId<ApiKeyId>();
  const deed: PostedDeed = {
    ...{ seq: 1n, kind: 'consume', change: -3n, balanceAfter: points(7n), at: NOON, causeId: newId() },
    call: aCall({ keyId }),
  };
  const shown = (change: Partial<typeof WHOLE_STATEMENT>, of = deed) =>
    isOnStatement(of, { ...WHOLE_STATEMENT, ...change });

  it('may be of one kind, from an instant on, up to an instant without it, of one API or one key', () => {
    expect(shown({})).to.equal(true);
    expect([shown({ kind: 'consume' }), shown({ kind: 'grant' })]).to.deep.equal([true, false]);
    expect([shown({ from: NOON }), shown({ from: msAfter(NOON, 1) })]).to.deep.equal([true, false]);
    expect([shown({ to: msAfter(NOON, 1) }), shown({ to: NOON })]).to.deep.equal([true, false]);
    expect([shown({ apiCode: IMAGE_API }), shown({ apiCode: TEXT_API })]).to.deep.equal([true, false]);
    expect([shown({ keyId }), shown({ keyId: newId<ApiKeyId>() })]).to.deep.equal([true, false]);
  });

  it('of an API or a key shows nothing but calls', () => {
    const grant: PostedDeed = { ...deed, kind: 'grant', call: null };
    expect([shown({}, grant), shown({ apiCode: IMAGE_API }, grant), shown({ keyId }, grant)]).to.deep.equal([
      ...[true, false, false],
    ]);
  });
});
