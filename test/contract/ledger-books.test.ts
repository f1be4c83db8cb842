import { expect } from 'chai';
import fc from 'fast-check';
import type { Correction } from '../../src/domain/ledger/adjustment.ts';
import { availablePoints } from '../../src/domain/ledger/balance.ts';
import { NO_ENTRIES } from '../../src/domain/ledger/deed.ts';
import { ENTRY_KINDS, type EntryKind } from '../../src/domain/ledger/entry.ts';
import { deedsOf, isOnStatement, type StatementFilter, WHOLE_STATEMENT } from '../../src/domain/ledger/statement.ts';
import { type UsageFilter, usageByDay } from '../../src/domain/ledger/usage-summary.ts';
import {
  type AccountId,
  type AdjustmentId,
  type ApiKeyId,
  accountOf,
  type UserId,
} from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aCall, aConsumption, aGrant, aNewLot, IMAGE_API, TEXT_API } from '../support/builders.ts';
import { aBusyAccount, KINDS_OF_BUSY_BOOKS } from '../support/busy-books.ts';
import { consume } from '../support/consume.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const anAccount = (): AccountId => accountOf(newId<UserId>());

describeStores('The books around the ledger', (commit) => {
  const busy = () => aBusyAccount({ run: commit });
  const entriesOf = (account: AccountId) => commit(({ ledger }) => ledger.listEntries(account));
  const listDeeds = (
    account: AccountId,
    filter: Partial<StatementFilter> = {},
    before: bigint | null = null,
    limit = 99,
  ) => commit(({ ledger }) => ledger.listDeeds(account, { ...WHOLE_STATEMENT, ...filter }, { before, limit }));

  it('know the last line of an account, and that there is none', async () => {
    const account = await busy();
    const last = (await entriesOf(account)).at(-1);
    expect(await commit(({ ledger }) => ledger.headOf(account))).to.deep.equal({
      ...{ seq: last?.seq, balanceAfter: last?.balanceAfter, hash: last?.hash, at: last?.at },
    });
    expect(await commit(({ ledger }) => ledger.headOf(anAccount()))).to.deep.equal(NO_ENTRIES);
  });

  it('sum up what calls have cost, by day and API, as the rule does', async () => {
    const account = await busy();
    await busy();
    const entries = await entriesOf(account);
    const summed = (filter: UsageFilter) => commit(({ ledger }) => ledger.usageByDay(account, filter));
    const since = (ms: number, keyId: ApiKeyId | null = null): UsageFilter => ({ keyId, from: msAfter(NOON, ms) });
    const all = await summed(since(-DAY));
    expect(all).to.deep.equal(usageByDay(entries, since(-DAY)));
    expect(all.some(({ calls }) => calls > 0) && all.some(({ returned }) => returned > 0n)).to.equal(true);
    for (const { at, call } of entries) {
      for (const filter of [since(at.getTime() - NOON.getTime()), since(-DAY, call?.keyId ?? null)]) {
        expect(await summed(filter)).to.deep.equal(usageByDay(entries, filter));
      }
    }
  });

  it('list deeds newest first, one line for all lines of a deed', async () => {
    const account = await busy();
    await busy();
    const entries = await entriesOf(account);
    expect(await listDeeds(account)).to.deep.equal(deedsOf(entries).reverse());
    const kinds = new Set(entries.map(({ kind }) => kind));
    expect([...KINDS_OF_BUSY_BOOKS].filter((kind) => !kinds.has(kind))).to.deep.equal([]);
    expect(await listDeeds(anAccount())).to.deep.equal([]);
  });

  it('list them page by page, without a gap and without a double', async () => {
    const account = await busy();
    const all = await listDeeds(account);
    const pages: typeof all = [];
    for (let page = await listDeeds(account, {}, null, 4); page.length > 0; ) {
      pages.push(...page);
      page = await listDeeds(account, {}, page.at(-1)?.seq ?? null, 4);
    }
    expect(pages).to.deep.equal(all);
  });

  it('list what a filter lets through, and what the rule lets through', async () => {
    const account = await busy();
    const keyId = newId<ApiKeyId>();
    await commit(({ ledger }) =>
      consume(ledger, aConsumption(account, { at: msAfter(NOON, 3 * DAY), call: aCall({ keyId, apiCode: TEXT_API }) })),
    );
    const all = deedsOf(await entriesOf(account)).reverse();
    const instants = [NOON, msAfter(NOON, 60_000), msAfter(NOON, 60_001), msAfter(NOON, 3 * DAY), msAfter(NOON, -1)];
    const filters: Partial<StatementFilter>[] = [
      ...(Object.keys(ENTRY_KINDS) as EntryKind[]).map((kind) => ({ kind })),
      ...instants.flatMap((instant) => [{ from: instant }, { to: instant }]),
      ...[
        { from: msAfter(NOON, 60_000), to: msAfter(NOON, 70 * 60_000) },
        { apiCode: IMAGE_API },
        { apiCode: TEXT_API },
      ],
      ...[{ keyId }, { keyId: newId<ApiKeyId>() }, { keyId, kind: 'grant' as const }],
    ];
    const sizes = new Set<number>();
    for (const filter of filters) {
      const wanted = all.filter((deed) => isOnStatement(deed, { ...WHOLE_STATEMENT, ...filter }));
      expect(await listDeeds(account, filter), JSON.stringify(filter)).to.deep.equal(wanted);
      sizes.add(wanted.length);
    }
    expect(sizes.has(0) && sizes.has(1) && sizes.has(all.length), 'none, one and all').to.equal(true);
  });

  it('know what could be spent at an instant of the past: what it was then', async () => {
    const account = anAccount();
    const anyDeed = fc.record({
      after: fc.integer({ min: 0, max: 2 }),
      grant: fc.option(fc.record({ points: fc.bigInt({ min: 1n, max: 9n }), lives: fc.integer({ min: 1, max: 9 }) })),
      take: fc.bigInt({ min: 1n, max: 6n }),
    });
    const [history] = fc.sample(fc.array(anyDeed, { minLength: 25, maxLength: 25 }), { numRuns: 1, seed: 5 });
    const lotsThen = new Map<number, Awaited<ReturnType<typeof commit>>>();
    let ms = 0;
    for (const { after, grant, take } of history ?? []) {
      ms += after;
      const at = msAfter(NOON, ms);
      const lots = await commit(async ({ ledger }) => {
        const lots = grant && [aNewLot({ points: points(grant.points), expiresAt: msAfter(at, grant.lives) })];
        if (lots) await ledger.grant(aGrant(account, { at, lots }));
        await consume(ledger, aConsumption(account, { points: points(take), at }));
        return ledger.listLots(account);
      });
      lotsThen.set(ms, lots);
    }
    const seen = new Set<bigint>();
    for (let asked = -1; asked <= ms + 10; asked++) {
      const instant = msAfter(NOON, asked);
      const last = [...lotsThen.keys()].filter((at) => at <= asked).at(-1);
      const wanted = availablePoints((last === undefined ? [] : lotsThen.get(last)) as never, instant);
      expect(await commit(({ ledger }) => ledger.availableAt(account, instant)), `after ${asked} ms`).to.equal(wanted);
      seen.add(wanted);
    }
    expect(seen.size).to.be.above(5);
  });

  it('find the accounts that may hold expired points, by id and page by page', async () => {
    const expiring = async (expiresAt: Date) => {
      const account = anAccount();
      await commit(({ ledger }) => ledger.grant(aGrant(account, { lots: [aNewLot({ expiresAt })] })));
      return account;
    };
    const due = [
      await expiring(msAfter(NOON, 5)),
      await expiring(msAfter(NOON, 4)),
      await expiring(msAfter(NOON, 3)),
    ].sort();
    await expiring(msAfter(NOON, 6));
    const list = (after: AccountId | null, limit: number) =>
      commit(({ ledger }) => ledger.listExpired(msAfter(NOON, 5), { after, limit }));
    expect(await list(null, 9)).to.deep.equal(due);
    expect(await list(null, 2)).to.deep.equal(due.slice(0, 2));
    expect(await list(due[1] as AccountId, 2)).to.deep.equal(due.slice(2));
    expect(await list(due[2] as AccountId, 2)).to.deep.equal([]);
  });

  const anAdjustment = (accountId: AccountId, correction: Correction, requestKey: string | null = null) => ({
    ...{ id: newId<AdjustmentId>(), accountId, correction, requestKey, reason: '补偿', operator: 'alice', at: NOON },
  });
  const debit: Correction = { kind: 'debit', points: points(3n) };

  it('keep who adjusted what and why', async () => {
    const account = anAccount();
    const credit: Correction = { kind: 'credit', points: points(5n), expiresAt: msAfter(NOON, 1_001) };
    const [given, taken] = [anAdjustment(account, credit, 'ticket-7'), anAdjustment(account, debit)];
    await commit(async ({ ledger }) => {
      await ledger.lock(account);
      for (const each of [given, taken]) await ledger.addAdjustment(each);
    });
    const find = (of: AccountId, key: string) => commit(({ ledger }) => ledger.findAdjustment(of, key));
    expect(await find(account, 'ticket-7')).to.deep.equal(given);
    expect([await find(account, 'ticket-8'), await find(anAccount(), 'ticket-7')]).to.deep.equal([null, null]);
    const list = (of: AccountId, ...ids: AdjustmentId[]) => commit(({ ledger }) => ledger.listAdjustments(of, ids));
    expect(await list(account, taken.id, newId())).to.deep.equal([taken]);
    expect(await list(account, taken.id, given.id)).to.have.deep.members([given, taken]);
    expect([await list(account), await list(anAccount(), given.id)]).to.deep.equal([[], []]);
  });

  it('hold that a second adjustment of an account under one key is a fault', async () => {
    const account = anAccount();
    const add = (of: AccountId) =>
      commit(async ({ ledger }) => {
        await ledger.lock(of);
        await ledger.addAdjustment(anAdjustment(of, debit, 'once'));
      });
    await add(account);
    await rejectionOf(add(account));
    await add(anAccount());
  });
});
