import { expect } from 'chai';
import { PROBLEMS } from '../../src/adapters/http/problem-table.ts';
import { commandFlaw } from '../support/command-flaw.ts';

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
    it(`exist: ${command}`, () => expect(commandFlaw(command)).to.equal(null));
  }

  it('are caught where they do not', () => {
    for (const command of ['seahorse services grant <name>', 'seahorse service allow', 'seahorse services']) {
      expect(commandFlaw(command)).to.be.a('string');
    }
    expect(commandFlaw('seahorse services create <name> --sing')).to.equal('create has no --sing');
  });
});
