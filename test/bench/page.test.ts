import { expect } from 'chai';
import { figuresOf } from '../../bench/figures/compute-figures.ts';
import { drawPlot } from '../../bench/report/draw-plot.ts';
import { pageText } from '../../bench/report/page-text.ts';
import { aCell, aSlice, someResults } from './samples.ts';

const slices = { 'hot-seahorse': [aSlice(10_000)], 'knex-transaction': [aSlice(500)] };
const results = someResults({
  http: [aCell(slices), aCell(slices, { spread: 'hot' })],
  absent: new Map([['pgledger', 'PGLEDGER_SQL is not set']]),
});

describe('The page of the benchmark', () => {
  const page = pageText(results, figuresOf(results));

  it('shows each figure with what was wanted', () => {
    expect(page).to.match(
      /^\| against a typical knex transaction per request, evenly \| 20\.0 × \| ≥ 12, goal 25 \| ✔ \|$/m,
    );
  });

  it('says what was not measured, and why', () => {
    expect(page).to.match(
      /^\| against pgledger's transfer, evenly \| not measured \| .* \| PGLEDGER_SQL is not set \|$/m,
    );
    expect(page).to.contain('## Not measured\n\n- pgledger: PGLEDGER_SQL is not set');
    expect(page).to.contain('npm run bench -- --growth');
  });

  it('names what the figures depend on', () => {
    expect(page).to.contain('others took 5 % of the cores meanwhile');
    expect(page).to.contain('2026-11-26; 5 rounds of 2 s');
    expect(page).to.contain(
      'PostgreSQL 18.4 with fsync, synchronous_commit and full_page_writes on; the disk keeps a page in 90 µs',
    );
  });

  it('lists everybody, the fastest first', () => {
    const rows = page.split('\n').filter((line) => /^\| (Hot Seahorse|knex)/.test(line));
    expect(rows).to.have.length(4);
    expect(rows[0]).to.match(/^\| Hot Seahorse \| 10,000 \|/);
  });
});

describe('The plot of the benchmark', () => {
  it('has a bar for each, in either panel, and only text that SVG can hold', () => {
    const svg = drawPlot(results);
    expect(svg.match(/<rect [^>]*fill="#(d9480f|8d99a6)"/g)).to.have.length(4);
    expect(svg).to.contain('knex &amp; &lt;others>').and.to.contain('500 (ours 20.0×)');
    expect(svg.match(/64 connections, (accounts evenly|one hot account)/g)).to.have.length(2);
  });
});
