import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { COMMANDS_PAGE, commandTable, withTable } from '../../scripts/write-command-table.ts';
import { EXIT } from '../../src/cli/face/exit-status.ts';
import { leafCommands } from '../../src/cli/face/leaf-commands.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { commandFlaw } from '../support/command-flaw.ts';

const CHINESE = new URL('zh/commands.md', COMMANDS_PAGE);

describe('the page about commands', () => {
  const shown = leafCommands(buildProgram())
    .map(({ name }) => name)
    .filter((name) => name !== 'complete');

  it('has every command, in the words of its help', async () => {
    const page = await readFile(COMMANDS_PAGE, 'utf8');
    const today = withTable(page, commandTable(buildProgram()));
    expect(page, 'run: node --import tsx scripts/write-command-table.ts').to.equal(today);
    expect(today).to.match(/^\| `ledger adjust <user>` \| give or take points/m);
  });

  it('has every command in Chinese', async () => {
    const page = await readFile(CHINESE, 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z][a-z -]*)` \| \S/gm)].map(([, name]) => name);
    expect(rows).to.have.members(shown);
  });

  for (const page of [COMMANDS_PAGE, CHINESE]) {
    const name = page.pathname.endsWith('zh/commands.md') ? 'in Chinese' : 'in English';
    it(`has every exit status, and no other, ${name}`, async () => {
      const rows = [...(await readFile(page, 'utf8')).matchAll(/^\| (\d+) \|/gm)].map(([, status]) => Number(status));
      expect(rows).to.deep.equal(Object.values(EXIT));
    });

    it(`shows commands that can be run, ${name}`, async () => {
      const text = await readFile(page, 'utf8');
      const lines = [...text.matchAll(/^(?:source <\()?(seahorse [^)<>#\n]+)/gm)].map(([, line = '']) => line.trim());
      expect(lines).to.have.length.greaterThan(5);
      for (const line of lines) expect(commandFlaw(line), line).to.equal(null);
    });
  }
});
