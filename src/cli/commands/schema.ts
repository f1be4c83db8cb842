import type { Command } from 'commander';
import { z } from 'zod';
import { shapeOf } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { leafCommands } from '../face/leaf-commands.ts';
import { UsageError } from './usage-error.ts';

export function registerSchema(program: Command): void {
  withExamples(program.command('schema'), 'schema', 'schema ledger verify')
    .argument('[command...]', 'such as: ledger verify')
    .description(
      'the JSON Schema of what a command prints with --json; without a command, the names of all that have one',
    )
    .action((words: readonly string[]) => {
      const schemas = leafCommands(program).filter(({ command }) => shapeOf(command));
      if (words.length === 0) return console.log(schemas.map(({ name }) => name).join('\n'));
      const found = schemas.find(({ name }) => name === words.join(' '));
      if (!found) throw new UsageError(`"${words.join(' ')}" prints no JSON; "seahorse schema" names what does`);
      console.log(JSON.stringify(schemaOf(found.command), null, 2));
    });
}

/** Of what is printed: instants are texts there. */
export const schemaOf = (command: Command): z.core.JSONSchema.JSONSchema =>
  z.toJSONSchema(shapeOf(command) ?? z.never(), { io: 'input' });
