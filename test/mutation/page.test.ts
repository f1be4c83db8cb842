import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { AREAS } from './areas.ts';
import { oneLine, resultOf, scoreOf } from './mutation-report.ts';
import { FLOOR, pageText } from './page-text.ts';
import { idleReasons, REASONS, reasonFor } from './reasons.ts';
import { PAGE, readResults } from './results.ts';

const results = readResults();
const read = (file: string): string => readFileSync(file, 'utf8');

describe('The page about mutants', () => {
  it('says what the last runs have found, and which area has not been run', () => {
    expect(read(PAGE), 'run: npm run mutate').to.equal(pageText(results, REASONS));
    expect(Object.keys(AREAS)).to.include.members(Object.keys(results));
    for (const name of Object.keys(AREAS)) {
      const says = results[name] ? `\n## What survives in \`${name}\`\n` : `\n| ${name} | not run |`;
      expect(read(PAGE)).to.include(says);
    }
  });

  for (const [name, result] of Object.entries(results)) {
    it(`has a reason for each that survives in ${name}, and few of them`, () => {
      expect(result.survivors.filter((survivor) => reasonFor(survivor) === null)).to.deep.equal([]);
      expect(scoreOf(result)).to.be.at.least(FLOOR);
    });
  }
});

describe('The areas of mutants', () => {
  it('name files that there are', () => {
    const named = Object.values(AREAS).flatMap(({ mutate, tests }) => [...mutate, ...tests]);
    const literal = named.filter((file) => !/[*{]/.test(file));
    expect(literal.length).to.be.greaterThan(40);
    expect(literal.filter((file) => !existsSync(file))).to.deep.equal([]);
  });
});

describe('The reasons for mutants that survive', () => {
  it('name files and code that there are', () => {
    const gone = REASONS.flatMap(({ mutants }) => mutants).filter(
      ({ file, original }) => !oneLine(read(file)).includes(original),
    );
    expect(gone).to.deep.equal([]);
  });

  it('each say something, and of mutants that a run has found', () => {
    const survivors = Object.values(results).flatMap((result) => result.survivors);
    expect(idleReasons(survivors, () => true)).to.deep.equal([]);
    expect(REASONS.filter(({ reason, mutants }) => reason.length < 20 || mutants.length === 0)).to.deep.equal([]);
  });
});

describe('A report of Stryker', () => {
  const location = { start: { line: 1, column: 11 }, end: { line: 2, column: 6 } };
  const mutant = (status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'RuntimeError') =>
    ({ status, mutatorName: 'EqualityOperator', replacement: 'a >=\n  b', location }) as const;
  const reportOf = (...statuses: readonly Parameters<typeof mutant>[0][]) => ({
    files: { 'src/some.ts': { source: 'if (big && a >\n    b) return;', mutants: statuses.map(mutant) } },
  });
  const run = { day: '2026-11-28', commit: 'abc' };

  it('counts as noticed what was killed and what never ended', () => {
    const result = resultOf(reportOf('Killed', 'Killed', 'Timeout', 'Survived', 'Ignored', 'RuntimeError'), run);
    expect(result).to.include({ killed: 2, timedOut: 1, ignored: 1 });
    expect(scoreOf(result)).to.equal(75);
  });

  it('names a survivor by its text, whether no test noticed it or none went there', () => {
    const { survivors } = resultOf(reportOf('Survived', 'NoCoverage'), run);
    const survivor = { file: 'src/some.ts', original: '&& a > b', replacement: 'a >= b' };
    expect(survivors).to.deep.equal([
      { ...survivor, original: 'a > b' },
      { ...survivor, original: 'a > b' },
    ]);
  });
});
