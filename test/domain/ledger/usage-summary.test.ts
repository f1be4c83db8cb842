import { expect } from 'chai';
import type { Entry } from '../../../src/domain/ledger/entry.ts';
import { usageByDay } from '../../../src/domain/ledger/usage-summary.ts';
import type { ApiKeyId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aCall, IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { beijing } from '../../support/instants.ts';

const LATE = beijing('2026-01-15 23:59:59.999');
const MIDNIGHT = beijing('2026-01-16 00:00');

describe('usage by day', () => {
  const keyId = newId<ApiKeyId>();
  const entry = (change: Partial<Entry>): Entry =>
    ({ kind: 'consume', change: -3n, part: 1, parts: 1, at: LATE, call: aCall({ keyId }), ...change }) as Entry;
  const sum = (...entries: Entry[]) => usageByDay(entries, { keyId: null, from: beijing('2026-01-01 00:00') });
  const line = (day: string, change: object = {}) => ({
    ...{ day, apiCode: IMAGE_API, calls: 1, points: points(3n), returned: points(0n), ...change },
  });

  it('ends the day at midnight in Beijing', () => {
    expect(sum(entry({}), entry({ at: MIDNIGHT }))).to.deep.equal([line('2026-01-15'), line('2026-01-16')]);
  });

  it('lists the days in their order, and the APIs of a day by their names', () => {
    const text = aCall({ keyId, apiCode: TEXT_API });
    const entries = [entry({ at: MIDNIGHT }), entry({ call: text }), entry({}), entry({ at: MIDNIGHT, call: text })];
    expect(sum(...entries).map(({ day, apiCode }) => `${day} ${apiCode}`)).to.deep.equal([
      ...[`2026-01-15 ${IMAGE_API}`, `2026-01-15 ${TEXT_API}`],
      ...[`2026-01-16 ${IMAGE_API}`, `2026-01-16 ${TEXT_API}`],
    ]);
  });

  it('counts a call that several lots paid for once', () => {
    const [one, other] = [entry({ parts: 2 }), entry({ part: 2, parts: 2, change: -2n })];
    expect(sum(one, other)).to.deep.equal([line('2026-01-15', { points: points(5n) })]);
  });

  it('counts what a call was reported to be worth', () => {
    const call = aCall({ keyId, quantity: 7, apiCode: TEXT_API });
    expect(sum(entry({ call, change: -14n }))).to.deep.equal([
      line('2026-01-15', { apiCode: TEXT_API, calls: 7, points: points(14n) }),
    ]);
  });

  it('shows what came back on the day on which it did, beside what was taken', () => {
    const returned = entry({ kind: 'reverse', change: 3n, at: MIDNIGHT });
    expect(sum(entry({}), returned)).to.deep.equal([
      line('2026-01-15'),
      line('2026-01-16', { calls: 0, points: points(0n), returned: points(3n) }),
    ]);
  });

  it('knows calls alone: no purchase, no hold, and nothing before its time or of another key', () => {
    const others = [entry({ kind: 'grant', call: null, change: 9n }), entry({ kind: 'hold' })];
    expect(sum(...others)).to.deep.equal([]);
    expect(usageByDay([entry({})], { keyId: null, from: MIDNIGHT })).to.deep.equal([]);
    expect(usageByDay([entry({})], { keyId: newId<ApiKeyId>(), from: LATE })).to.deep.equal([]);
    expect(usageByDay([entry({})], { keyId, from: LATE })).to.have.length(1);
  });
});
