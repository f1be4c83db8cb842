import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { endServiceCredentials } from '../../../application/keyvault/end-service-credentials.ts';
import { rotateServiceToken } from '../../../application/keyvault/rotate-service-token.ts';
import { rotateSigningSecret } from '../../../application/keyvault/rotate-signing-secret.ts';
import { USUAL_GRACE_MS } from '../../../domain/keyvault/credential.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { openServiceSeal } from '../../system/service-seal.ts';
import { byOperator } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { NAME, readGrace } from './options.ts';

type Graced = { readonly grace: number };

const GRACE = ['--grace <time>', 'how long those of before still count, such as 0, 30m or 7d', readGrace] as const;
const withGrace = (command: Command): Command => {
  const grace = command.createOption(GRACE[0], GRACE[1]).argParser(GRACE[2]).default(USUAL_GRACE_MS, '24h');
  return command.argument(...NAME).addOption(grace);
};

export function registerRotate(services: Command): void {
  withGrace(services.command('rotate'))
    .description('make another token, which is printed now and never again')
    .action((name: string, { grace }: Graced) =>
      withDatabase(async (tools) => {
        const outcome = await rotateServiceToken({ ...tools, by: byOperator() })(name, grace);
        if (outcome.kind === 'unknown_service') throw noSuchService(name);
        console.log(outcome.token);
        console.error(grace === 0 ? 'earlier tokens have ended' : endAt('tokens', outcome.earlierEndAt));
      }),
    );
}

export function registerSecret(services: Command): void {
  withGrace(services.command('secret'))
    .description('make a secret for it to sign with, its first or another, which is printed now and never again')
    .action((name: string, { grace }: Graced) =>
      withDatabase(async (tools) => {
        const serviceSeal = await openServiceSeal(tools.config);
        if (!serviceSeal) throw new ExpectedFailure(NO_ROOT);
        const outcome = await rotateSigningSecret({ ...tools, serviceSeal, by: byOperator() })(name, grace);
        if (outcome.kind === 'unknown_service') throw noSuchService(name);
        console.log(outcome.secret);
        console.error(`Seahorse-Key-Id: ${publicId('sgn', outcome.secretId)}`);
        if (outcome.earlierEndAt) {
          console.error(grace === 0 ? 'earlier secrets have ended' : endAt('secrets', outcome.earlierEndAt));
        }
      }),
    );
}

export const NO_ROOT =
  'set SEAHORSE_SECRET, here and for "seahorse serve": at least 32 random characters, the same for every process, under ' +
  'which secrets are sealed; "openssl rand -base64 32" makes one';

export function registerEnd(services: Command): void {
  services
    .command('end')
    .argument(...NAME)
    .description('end what it shows to be let in, at once and without another, because it has leaked')
    .option('--secrets', 'only what it signs with')
    .option('--tokens', 'only its tokens')
    .action((name: string, { tokens, secrets }: { tokens?: true; secrets?: true }) =>
      withDatabase(async (tools) => {
        const all = !tokens && !secrets;
        const kinds = { tokens: all || Boolean(tokens), secrets: all || Boolean(secrets) };
        const outcome = await endServiceCredentials({ ...tools, by: byOperator() })(name, kinds);
        if (outcome.kind === 'unknown_service') throw noSuchService(name);
        console.log(`${name}  ended: tokens ${outcome.tokens}, secrets ${outcome.secrets}`);
      }),
    );
}

const endAt = (what: string, at: Date): string => `earlier ${what} end at ${at.toISOString()}`;
