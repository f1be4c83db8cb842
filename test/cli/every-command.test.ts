import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { Command } from 'commander';
import { schemaOf } from '../../src/cli/commands/schema.ts';
import { shapeOf } from '../../src/cli/face/answer.ts';
import { examplesOf } from '../../src/cli/face/examples.ts';
import { leafCommands } from '../../src/cli/face/leaf-commands.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { commandFlaw } from '../support/command-flaw.ts';
import { runProgram } from '../support/run-program.ts';

/** They run until they are stopped, or print what another program wants to read. */
const WITHOUT_JSON: readonly string[] = ['start', 'serve', 'work', 'simulator', 'completion', 'complete', 'schema'];
/** An operator decides that money or points move. What `ledger expire` writes off, the rules have decided. */
const MOVES_MONEY: readonly string[] = [
  ...['ledger adjust', 'users merge', 'users close', 'orders settle', 'orders close'],
  ...['refunds request', 'refunds approve', 'refunds reject', 'reconcile apply'],
];
/** Nothing of it can be taken back. */
const FOR_GOOD: readonly string[] = ['services end', 'webhooks remove', 'catalog seed'];
/** Asked by shells, not by people. */
const HIDDEN: readonly string[] = ['complete'];

const optionsOf = (command: Command): string[] => command.options.map(({ long }) => long ?? '');

describe('every command', () => {
  const leaves = leafCommands(buildProgram());
  const named = (name: string): Command =>
    leaves.find((leaf) => leaf.name === name)?.command ?? expect.fail(`there is no ${name}`);

  for (const { name, command } of leaves.filter((leaf) => !HIDDEN.includes(leaf.name))) {
    describe(name, () => {
      it('says what it does, and what each argument and option is', () => {
        expect(command.description()).to.match(/\S/);
        const parts = [...command.options.filter(({ long }) => long !== '--help'), ...command.registeredArguments];
        for (const part of parts) expect(part.description, `of ${name}`).to.match(/\S/);
      });

      it('has examples that can be run, of itself', () => {
        const examples = examplesOf(command);
        expect(examples).not.to.deep.equal([]);
        for (const example of examples) {
          expect(commandFlaw(`seahorse ${example}`), example).to.equal(null);
          expect(example).to.match(new RegExp(`^${name}\\b`));
        }
      });

      if (WITHOUT_JSON.includes(name)) return;
      it('answers in JSON of a shape that is a valid JSON Schema', () => {
        expect(optionsOf(command)).to.include('--json');
        expect(shapeOf(command), 'answersJson was not called').not.to.equal(undefined);
        expect(new Ajv2020().validateSchema(schemaOf(command))).to.equal(true);
      });
    });
  }

  for (const name of MOVES_MONEY) {
    it(`${name} wants a reason, tells who, shows before it does, and asks`, () => {
      const command = named(name);
      expect(optionsOf(command)).to.include.members(['--reason', '--by', '--dry-run', '--yes']);
      expect(command.options.find(({ long }) => long === '--reason')?.mandatory).to.equal(true);
    });
  }

  for (const name of FOR_GOOD) {
    it(`${name} asks before it does what cannot be taken back`, () => {
      expect(optionsOf(named(name))).to.include('--yes');
    });
  }
});

describe('seahorse schema', () => {
  it('names the commands that have one, and prints that of each', async () => {
    const { code, stdout } = await runProgram(['schema'], {});
    expect(code).to.equal(0);
    const names = stdout.trimEnd().split('\n');
    expect(names).to.include.members(['ledger verify', 'services create', 'demo']).and.not.include('start');
    for (const name of names) {
      const printed = await runProgram(['schema', ...name.split(' ')], {});
      expect(JSON.parse(printed.stdout)).to.have.property('$schema').that.includes('json-schema.org');
    }
  });

  it('describes what is printed: closed objects, instants and points as texts', async () => {
    const schema = JSON.parse((await runProgram(['schema', 'users', 'show'], {})).stdout);
    expect(schema).to.deep.include({ type: 'object', additionalProperties: false });
    expect(schema.properties.created_at).to.include({ type: 'string', format: 'date-time' });
    expect(schema.properties.available).to.include({ type: 'string' });
    expect(schema.required).to.include('merged_into');
  });

  it('exits with 2 for what prints none', async () => {
    for (const words of [['start'], ['ledger'], ['ledger', 'forge']]) {
      const { code, stdout, stderr } = await runProgram(['schema', ...words], {});
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.equal(`seahorse: "${words.join(' ')}" prints no JSON; "seahorse schema" names what does\n`);
    }
  });
});
