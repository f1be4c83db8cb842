import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { rotateServiceToken } from '../../../application/keyvault/rotate-service-token.ts';
import { rotateSigningSecret } from '../../../application/keyvault/rotate-signing-secret.ts';
import { USUAL_GRACE_MS } from '../../../domain/keyvault/credential.ts';
import { answersJson, instant, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { openServiceSeal } from '../../system/service-seal.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { NAME, readGrace } from './options.ts';

type Graced = SaidBy & { readonly grace: number };

const GRACE = ['--grace <time>', 'how long those of before still count, such as 0, 30m or 7d', readGrace] as const;
const withGrace = (command: Command): Command => {
  const grace = command.createOption(GRACE[0], GRACE[1]).argParser(GRACE[2]).default(USUAL_GRACE_MS, '24h');
  return command
    .argument(...NAME)
    .addOption(grace)
    .option(...BY);
};

const NewTokenShape = z.strictObject({
  name: z.string(),
  token: z.string().meta({ description: 'shown now and never again' }),
  earlier_end_at: instant.meta({ description: 'when the tokens of before end' }),
});

export function registerRotate(services: Command): void {
  const command = withGrace(
    withExamples(services.command('rotate'), 'services rotate vision', 'services rotate vision --grace 0'),
  ).description('make another token, which is printed now and never again');
  const tell = answersJson(command, NewTokenShape);
  command.action((name: string, { grace, by }: Graced) =>
    withDatabase(async (tools) => {
      const outcome = await rotateServiceToken({ ...tools, by: byOperator(by) })(name, grace);
      if (outcome.kind === 'unknown_service') throw noSuchService(name);
      const { token, earlierEndAt } = outcome;
      tell(
        { name, token, earlier_end_at: earlierEndAt },
        () => token,
        () => (grace === 0 ? 'earlier tokens have ended' : endAt('tokens', earlierEndAt)),
      );
    }),
  );
}

const NewSecretShape = z.strictObject({
  name: z.string(),
  key_id: shownId('sgn').meta({ description: 'for the header Seahorse-Key-Id' }),
  secret: z.string().meta({ description: 'shown now and never again' }),
  earlier_end_at: instant.nullable().meta({ description: 'when the secrets of before end; null: there is none' }),
});

export function registerSecret(services: Command): void {
  const command = withGrace(
    withExamples(services.command('secret'), 'services secret vision', 'services secret vision --grace 90m'),
  ).description('make a secret for it to sign with, its first or another, which is printed now and never again');
  const tell = answersJson(command, NewSecretShape);
  command.action((name: string, { grace, by }: Graced) =>
    withDatabase(async (tools) => {
      const serviceSeal = await openServiceSeal(tools.config);
      if (!serviceSeal) throw new ExpectedFailure(NO_ROOT);
      const outcome = await rotateSigningSecret({ ...tools, serviceSeal, by: byOperator(by) })(name, grace);
      if (outcome.kind === 'unknown_service') throw noSuchService(name);
      const { secret, earlierEndAt } = outcome;
      const keyId = publicId('sgn', outcome.secretId);
      const earlier = earlierEndAt && (grace === 0 ? 'earlier secrets have ended' : endAt('secrets', earlierEndAt));
      tell(
        { name, key_id: keyId, secret, earlier_end_at: earlierEndAt },
        () => secret,
        () => [`Seahorse-Key-Id: ${keyId}`, ...(earlier ? [earlier] : [])].join('\n'),
      );
    }),
  );
}

export const NO_ROOT =
  'set SEAHORSE_SECRET, here and for "seahorse serve": at least 32 random characters, the same for every process, under ' +
  'which secrets are sealed; "openssl rand -base64 32" makes one';

const endAt = (what: string, at: Date): string => `earlier ${what} end at ${at.toISOString()}`;
