import { expect } from 'chai';
import { REFUSALS } from '../../src/adapters/http/internal/usage-schema.ts';
import { PROBLEMS } from '../../src/adapters/http/problem-table.ts';
import { OPERATIONS } from '../../src/domain/keyvault/service.ts';
import { commandFlaw } from '../support/command-flaw.ts';
import { codeBlocks, GUIDE_FILES, readGuide } from '../support/guides.ts';

const TWINS = GUIDE_FILES.filter((file) => !file.includes('/zh/')).map(
  (file) => [file, file.replace('guides/', 'guides/zh/')] as const,
);

const firstCells = (markdown: string): string[] =>
  [...markdown.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code = '']) => code);
const section = (markdown: string, heading: string): string =>
  (markdown.split(`${heading}\n`)[1] ?? expect.fail(heading)).split(/^##/m)[0] ?? '';
/** In blocks of commands, and within a sentence. */
const commandsIn = (markdown: string): string[] =>
  [...markdown.matchAll(/(?:^(?:npx )?|`)(seahorse [^`\n]+)/gm)].map(([, command = '']) => command);

describe('What guides say', () => {
  it('of refusals is true: every code, and no other', async () => {
    const guide = await readGuide('docs/guides/charging-calls.md');
    expect(firstCells(section(guide, '### Refusals'))).to.have.members(Object.keys(REFUSALS));
  });

  it('of what may end a hold names problems that there are', async () => {
    const codes = firstCells(section(await readGuide('docs/guides/holds.md'), '## What to know'));
    expect(codes.length).to.be.greaterThan(3);
    expect(Object.keys(PROBLEMS)).to.include.members(codes);
  });

  it('of operations is true: every one, and no other', async () => {
    const guide = await readGuide('docs/guides/going-to-production.md');
    expect(firstCells(section(guide, '## Tokens with limits'))).to.have.members([...OPERATIONS]);
  });

  it('is the same in Chinese, as far as it is code: blocks, and what tables explain', async () => {
    for (const [english, chinese] of TWINS) {
      const [one, other] = await Promise.all([readGuide(english), readGuide(chinese)]);
      expect(codeBlocks(other), chinese).to.deep.equal(codeBlocks(one));
      expect(firstCells(other), chinese).to.deep.equal(firstCells(one));
    }
  });

  it('to run on the command line is there, with these options', async () => {
    const commands = (await Promise.all(GUIDE_FILES.map(readGuide))).flatMap(commandsIn);
    expect(commands.length).to.be.greaterThan(15);
    for (const command of commands) expect(commandFlaw(command), command).to.equal(null);
  });
});
