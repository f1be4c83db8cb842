import { expect } from 'chai';
import { toOutcome } from '../../src/adapters/postgres/usage/usage-answer.ts';
import { chargeBatch, chargeOne, readBatch } from '../../src/adapters/postgres/usage/usage-statements.ts';
import type { Usage } from '../../src/application/ledger/usage.ts';
import { aLotOf, type Spender, TwoProcesses } from '../race/spenders.ts';
import { newId } from '../support/ids.ts';
import { PlanTeller, readThrough, workOf } from './usage-plans/plans.ts';

const SPENDERS = 64;
const HISTORY = 20_000;

describe('Charging costs the same', () => {
  let race: TwoProcesses;
  let teller: PlanTeller;
  let spenders: Spender[];
  beforeEach(async () => {
    race = await TwoProcesses.open();
    teller = await PlanTeller.connect(race.database.url);
  });
  afterEach(async () => {
    await teller.end();
    await race.close();
  });

  const callOfEach = (): Usage[] => spenders.map(({ usage }) => usage());
  const fill = async (count = SPENDERS): Promise<void> => {
    spenders = await Promise.all(Array.from({ length: count }, () => race.aSpender([aLotOf(1_000)])));
    // The first call of each opens its lot.
    for (const usage of callOfEach()) await teller.run(chargeOne(usage, 0));
  };
  /** As if this account had made so many calls. */
  const withHistory = async ({ accountId }: Spender, lines: number): Promise<void> => {
    await race.database.knex.raw(
      `insert into ledger.entries (account_id, seq, kind, part, parts, change, balance_after, at, lot_id, cause_id, hash)
       select head.id, head.last_seq + nth, 'consume', 1, 1, -1, head.balance, head.last_at, head.lot_id, gen_random_uuid(), head.hash
       from ledger.accounts head, generate_series(1, ?) nth where head.id = ?`,
      [lines, accountId],
    );
    await race.database.knex.raw('update ledger.accounts set last_seq = last_seq + ? where id = ?', [lines, accountId]);
  };

  /** What the planner may believe when it makes the plan that stays: all of it has to come to the same. */
  const BELIEFS: Readonly<Record<string, () => Promise<unknown>>> = {
    'nothing is known of the tables': async () => {},
    'the tables were just found empty': () => race.database.knex.raw('vacuum analyze'),
    'a few rows were counted, none of which is a call': async () => {
      await race.aSpender([aLotOf(5)]);
      await race.database.knex.raw('vacuum analyze');
    },
  };
  for (const [belief, prepare] of Object.entries(BELIEFS)) {
    it(`by a plan that was made when ${belief}`, async () => {
      await prepare();
      const first = await race.aSpender([aLotOf(5)]);
      await teller.run(chargeOne(first.usage(), 0));
      await teller.run(chargeBatch([first.usage(), first.usage({ keyToken: 'unknown' })], 0));
      await fill();
      await withHistory(spenders[0] as Spender, HISTORY);
      const ofBatch = await teller.nodesOf(chargeBatch(callOfEach(), 0));
      expect(readThrough(ofBatch), 'a batch').to.deep.equal([]);
      const probe = ofBatch.find((node) => node['Index Name'] === 'entries_deed');
      expect(probe?.['Index Cond'], 'looks for the call itself').to.match(/cause_id = .*account_id = /);
      const [one] = callOfEach();
      const ofOne = await teller.nodesOf(chargeOne(one as Usage, 0));
      expect(readThrough(ofOne), 'a lone call').to.deep.equal([]);
      const spent = spenders[1] as Spender;
      const ofDraw = await teller.nodesOf(chargeOne(spent.usage({ quantity: 1_000 }), 0));
      expect(readThrough(ofDraw), 'a call over several lots').to.deep.equal([]);
    });
  }

  it('however many calls an account has made', async () => {
    await fill(4);
    const [short, long] = spenders as [Spender, Spender];
    await withHistory(long, HISTORY);
    for (const [what, statement] of [
      ['alone', ({ usage }: Spender) => chargeOne(usage(), 0)],
      ['in a batch', ({ usage }: Spender) => chargeBatch([usage(), usage()], 0)],
    ] as const) {
      // What is planned and cached is planned before.
      for (const each of [short, long]) await teller.run(statement(each));
      const pages = [await teller.pagesOf(statement(short)), await teller.pagesOf(statement(long))] as const;
      // A deeper tree has a page more at each look.
      expect(pages[1], `${what}: ${pages.join(' and ')} pages`).to.be.at.most(pages[0] * 1.5 + 12);
    }
  });

  it('per call, however many come together', async () => {
    await fill();
    const of = (count: number): Usage[] =>
      Array.from({ length: count }, (_, nth) => (spenders[nth % SPENDERS] as Spender).usage());
    await teller.run(chargeBatch(of(2), 0));
    const [few, many] = [await teller.nodesOf(chargeBatch(of(64), 0)), await teller.nodesOf(chargeBatch(of(256), 0))];
    expect(workOf(many) / workOf(few), 'rows for four times as many calls').to.be.below(5);
  });

  it('and writes as many lines as it answers calls, none of them on the slow path', async () => {
    await fill();
    await teller.query(`set track_functions = 'pl'`);
    await teller.query('begin');
    const [before] = await teller.query<{ count: string }>('select count(*) from ledger.entries');
    let allowed = 0;
    for (let batch = 0; batch < 10; batch++) {
      const usages = [...callOfEach(), ...callOfEach()];
      const outcomes = readBatch(await teller.run(chargeBatch(usages, 0))).map(toOutcome);
      allowed += outcomes.filter(({ kind }) => kind === 'allowed').length;
    }
    const [after] = await teller.query<{ count: string }>('select count(*) from ledger.entries');
    const slow = await teller.query<{ funcname: string }>('select funcname, calls from pg_stat_xact_user_functions');
    await teller.query('commit');
    expect(allowed).to.equal(10 * 2 * SPENDERS);
    expect(Number(after?.count) - Number(before?.count), 'lines').to.equal(allowed);
    const names = slow.map(({ funcname }) => funcname);
    expect(names).to.include('charge_batch');
    for (const name of ['charge_one', 'draw_points', 'lock_account']) expect(names).not.to.include(name);
  });

  it('for ordinary customers, who seldom come to the end of a lot', async () => {
    await fill();
    await Promise.all(
      Array.from({ length: 20 * SPENDERS }, (_, nth) =>
        race.charge((spenders[nth % SPENDERS] as Spender).usage({ idempotencyKey: newId() })),
      ),
    );
    const [{ lots } = { lots: -1 }] = await teller.query<{ lots: number }>(
      'select count(*)::int as lots from ledger.accounts where lot_id is not null',
    );
    expect(lots, 'open lots').to.equal(SPENDERS);
    const [{ parts } = { parts: -1 }] = await teller.query<{ parts: number }>(
      `select count(*)::int as parts from ledger.entries where kind = 'consume'`,
    );
    expect(parts, 'lines, one for each call').to.equal(SPENDERS + 20 * SPENDERS);
  });
});
