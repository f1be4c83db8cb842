import type { Command } from 'commander';
import { z } from 'zod';
import { endServiceCredentials } from '../../../application/keyvault/end-service-credentials.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { approve, YES } from '../approve.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { NAME } from './options.ts';

const EndedShape = z.strictObject({
  name: z.string(),
  tokens: z.int().meta({ description: 'how many counted until now' }),
  secrets: z.int(),
});

export function registerEnd(services: Command): void {
  const command = withExamples(
    services.command('end'),
    'services end vision --yes',
    'services end vision --secrets --by alice',
  )
    .argument(...NAME)
    .description('end what it shows to be let in, at once and without another, because it has leaked')
    .option('--secrets', 'only what it signs with')
    .option('--tokens', 'only its tokens')
    .option(...BY)
    .option(...YES);
  const tell = answersJson(command, EndedShape);
  type Ending = SaidBy & { readonly tokens?: true; readonly secrets?: true; readonly yes?: true };
  command.action(async (name: string, { tokens, secrets, by, yes }: Ending) => {
    const all = !tokens && !secrets;
    const kinds = { tokens: all || Boolean(tokens), secrets: all || Boolean(secrets) };
    await approve(yes, `End what ${name} shows to be let in?`, 'ends what cannot be brought back');
    await withDatabase(async (tools) => {
      const outcome = await endServiceCredentials({ ...tools, by: byOperator(by) })(name, kinds);
      if (outcome.kind === 'unknown_service') throw noSuchService(name);
      const ended = { name, tokens: outcome.tokens, secrets: outcome.secrets };
      tell(ended, () => `${name}  ended: tokens ${ended.tokens}, secrets ${ended.secrets}`);
    });
  });
}
