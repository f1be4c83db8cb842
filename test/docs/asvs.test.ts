import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const PAGE = readFileSync('docs/security/asvs.md', 'utf8');
/** Number and level of every requirement of levels 1 and 2. */
const LEVELS = JSON.parse(readFileSync('docs/security/asvs-5.0.0.json', 'utf8')) as Readonly<Record<string, number>>;
const LEFT_OUT = ['V10', 'V17'];
const VERDICTS = ['met', 'in part', '**not met**', 'does not apply'];

type Row = { readonly id: string; readonly level: number; readonly verdict: string; readonly where: string };
const ROWS: readonly Row[] = [...PAGE.matchAll(/^\| (\d+\.\d+\.\d+) \| (\d) \| [^|]+ \| ([^|]+) \| ([^|]*) \|$/gm)].map(
  ([, id = '', level, verdict = '', where = '']) => ({ id, level: Number(level), verdict, where }),
);
const chapterOf = (id: string): string => `V${id.split('.')[0]}`;
const filesIn = (text: string): string[] =>
  [...text.matchAll(/`([^`\s]+)`/g)].map(([, name = '']) => name).filter((name) => /^[\w.@-]+(\/|\.md$)/.test(name));

describe('The page about ASVS 5.0', () => {
  it('has a row for each requirement of levels 1 and 2, but for two chapters, of which it says why', () => {
    const wanted = Object.entries(LEVELS).filter(([id]) => !LEFT_OUT.includes(chapterOf(id)));
    expect(Object.keys(LEVELS)).to.have.length(253);
    expect(ROWS.map(({ id, level }) => [id, level])).to.have.deep.members(wanted);
    for (const chapter of LEFT_OUT) expect(PAGE).to.match(new RegExp(`\\*\\*${chapter}\\*\\* \\([^)]+\\): [^.]{10,}`));
  });

  it('gives each one of four verdicts, and counts them right', () => {
    const count = (verdict: string) => ROWS.filter((row) => row.verdict === verdict).length;
    expect(ROWS.filter(({ verdict }) => !VERDICTS.includes(verdict))).to.deep.equal([]);
    const [met, inPart, notMet, none] = VERDICTS.map(count);
    expect(PAGE).to.include(
      `Of ${ROWS.length} requirements ${met} are met, ${inPart} in part, ${notMet} are not, and ${none} do not apply`,
    );
  });

  it('says where, of everything that is met or is not', () => {
    const judged = ROWS.filter(({ verdict }) => verdict !== 'does not apply');
    expect(judged.filter(({ where }) => where.trim().length < 10).map(({ id }) => id)).to.deep.equal([]);
    const named = judged.filter(({ where }) => filesIn(where).length > 0).length;
    expect(named / judged.length).to.be.greaterThan(0.85);
  });

  it('names every gap at its top', () => {
    const top = PAGE.slice(PAGE.indexOf('## What is missing'), PAGE.indexOf('## Cryptography'));
    for (const { id, verdict } of ROWS) if (verdict === '**not met**') expect(top).to.include(`(${id})`);
  });

  it('names files that there are', () => {
    const files = filesIn(PAGE);
    expect(files.length).to.be.greaterThan(150);
    expect(files.filter((file) => !existsSync(file))).to.deep.equal([]);
  });
});
