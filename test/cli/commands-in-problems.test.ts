import { expect } from 'chai';
import type { Command } from 'commander';
import { PROBLEMS } from '../../src/adapters/http/problem-table.ts';
import { buildProgram } from '../../src/cli/program.ts';

/** `seahorse services allow <name> <operation>`: its words up to the first that is not one. */
const wordsOf = (command: string): string[] => command.split(' ').filter((word) => /^[a-z-]+$/.test(word));

function exists(command: string): boolean {
  let at: Command | undefined = buildProgram();
  for (const word of wordsOf(command).slice(1)) at = at?.commands.find((each) => each.name() === word);
  return at !== undefined && at.commands.length === 0;
}

describe('the commands that problems tell people to run', () => {
  const texts = Object.values(PROBLEMS).flatMap(({ en, zh }) => [en.title, en.next, zh.title, zh.next]);
  const commands = texts.flatMap((text) =>
    [...text.matchAll(/"(seahorse [^"]+)"/g)].map((found) => found[1] as string),
  );

  it('are quoted, each of them', () => {
    expect(texts.join('\n').match(/seahorse [a-z]/g)?.length).to.equal(commands.length);
    expect(commands.length).to.be.greaterThan(3);
  });

  for (const command of commands) {
    it(`exist: ${command}`, () => expect(exists(command)).to.equal(true));
  }

  it('are caught where they do not', () => {
    for (const command of ['seahorse services grant <name>', 'seahorse service allow', 'seahorse services']) {
      expect(exists(command)).to.equal(false);
    }
  });
});
