import { expect } from 'chai';
import { figuresOf } from '../../bench/figures/compute-figures.ts';
import { asJson, atLeast, atMost, missedFloors, reachesGoal } from '../../bench/figures/figure.ts';
import { QUICK } from '../../bench/plan.ts';
import { printTable } from '../../bench/report/print-table.ts';
import { aCell, aSlice, someResults } from './samples.ts';

const demand = { name: 'speed', unit: '×', floor: 1.5, goal: 2 };
const named = (name: string, results = someResults()) => {
  const found = figuresOf(results).find((figure) => figure.name.includes(name));
  return found ?? expect.fail(`no figure ${name}`);
};

describe('A figure of the benchmark', () => {
  it('passes at its floor, and fails below it', () => {
    expect(atLeast(demand, 1.5).pass).to.equal(true);
    expect(atLeast(demand, 1.49).pass).to.equal(false);
    expect(atMost(demand, 1.5).pass).to.equal(true);
    expect(atMost(demand, 1.51).pass).to.equal(false);
  });

  it('is judged as it is printed', () => {
    expect(atLeast(demand, 1.496)).to.include({ value: 1.5, pass: true });
  });

  it('reaches its goal from the right side', () => {
    expect([atLeast(demand, 2), atLeast(demand, 1.9)].map(reachesGoal)).to.deep.equal([true, false]);
    expect([atMost(demand, 2), atMost(demand, 2.1)].map(reachesGoal)).to.deep.equal([true, false]);
  });

  it('neither passes nor fails where nothing was measured', () => {
    const figure = atLeast(demand, { missing: 'nobody there' });
    expect(figure).to.include({ value: null, pass: null });
    expect(missedFloors([figure])).to.deep.equal([]);
    expect(printTable([figure])[0]).to.match(/^\? speed +not measured {2}\(nobody there\)$/);
  });

  it('is one JSON object of six fields', () => {
    expect(JSON.parse(asJson(atLeast(demand, 2)))).to.deep.equal({ ...demand, value: 2, pass: true });
  });
});

describe('The figures of a run', () => {
  const slices = { 'hot-seahorse': [aSlice(10_000)], 'knex-transaction': [aSlice(500)] };

  it('compare us with whoever was there', () => {
    const results = someResults({ http: [aCell(slices)] });
    expect(named('knex transaction per request, evenly', results)).to.include({ value: 20, pass: true });
  });

  it('say why somebody was not', () => {
    const results = someResults({ http: [aCell(slices)], absent: new Map([['pgledger', 'PGLEDGER_SQL is not set']]) });
    expect(named("pgledger's transfer, evenly", results)).to.include({
      pass: null,
      missing: 'PGLEDGER_SQL is not set',
    });
    expect(named('256 connections', results).missing).to.equal('no load of 256 connections');
  });

  it('are those of the groups that were asked for', () => {
    const names = figuresOf(someResults({ plan: QUICK })).map(({ name }) => name);
    expect(names).to.include('against a typical knex transaction per request, evenly');
    expect(names.filter((name) => name.startsWith('in process'))).to.deep.equal([]);
  });

  it('fail with every mistake in the books and every wrong answer', () => {
    const failing = { ...aSlice(1), failures: 1 };
    const results = someResults({ http: [aCell({ any: [failing] })], mistakes: ['points 4, wanted 5'] });
    const missed = missedFloors(figuresOf(results)).map(({ name }) => name);
    expect(missed).to.deep.equal([
      'requests not answered as they should be',
      'mistakes in the books, compared 1 times',
    ]);
  });

  it('tell what growth costs by the time that PostgreSQL takes', () => {
    const grown = (name: string, postgresCpuUs: number) => ({
      step: { name, accounts: 1, rows: 1 },
      slice: { ...aSlice(100), postgresCpuUs },
    });
    const plan = { ...QUICK, groups: ['growth'] as const };
    const results = someResults({ plan, growth: [grown('small', 50), grown('middle', 90), grown('large', 70)] });
    expect(named('largest database', results)).to.include({ value: 1.4, floor: 1.7, pass: true });
  });
});
