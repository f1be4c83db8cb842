import { text } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { parseId, publicId } from '../../../adapters/http/public-id.ts';
import { type RevokeKeyOutcome, revokeKey, type WhichKey } from '../../../application/keyvault/revoke-key.ts';
import { flawOf } from '../../../domain/keyvault/key-token.ts';
import type { ApiKeyId } from '../../../domain/shared/ids.ts';
import { answersJson, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readReason } from '../ledger/read-options.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

type Options = SaidBy & { readonly reason: string; readonly tokenFromStdin?: true };

const RevokedShape = z.strictObject({
  key: shownId('key'),
  user: shownId('usr').meta({ description: 'whose key it is' }),
  name: z.string(),
  hint: z.string(),
  changed: z.boolean().meta({ description: 'false: it was off already' }),
});

export function registerRevoke(keys: Command): void {
  const command = withExamples(
    keys.command('revoke'),
    'keys revoke key_0192… --reason 泄露',
    'keys revoke --token-from-stdin --reason 泄露 --by alice < file-with-the-token',
  )
    .argument('[key]', 'key_…', readKey)
    .description('switch an API key off, from the next call on, whoever’s it is; its owner can switch it on again')
    .option('--token-from-stdin', 'the key whose token is read from standard input, because it has leaked')
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...BY);
  const tell = answersJson(command, RevokedShape);
  command.action(async (id: ApiKeyId | undefined, { reason, by, tokenFromStdin }: Options) => {
    if ((id === undefined) === (tokenFromStdin === undefined)) throw new UsageError('say a key, or --token-from-stdin');
    const which = id === undefined ? { token: readToken(await text(process.stdin)) } : { id };
    await withDatabase(async (tools) => {
      const outcome = await revokeKey({ ...tools, by: byOperator(by) })(which, reason);
      const revoked = revokedJson(outcome, which);
      tell(revoked, () => inWords(revoked));
    });
  });
}

function revokedJson(outcome: RevokeKeyOutcome, which: WhichKey) {
  if (outcome.kind === 'unknown_key') throw new ExpectedFailure(unknown(which));
  const { id, userId, name, hint } = outcome.key;
  const changed = outcome.kind === 'revoked';
  return { key: publicId('key', id), user: publicId('usr', userId), name, hint, changed };
}

const unknown = (which: WhichKey): string =>
  'id' in which
    ? `there is no key ${publicId('key', which.id)}`
    : 'there is no key of this token: it was never made, or was deleted';

const inWords = ({ key, user, name, hint, changed }: ReturnType<typeof revokedJson>): string =>
  `${key}  ${changed ? 'revoked' : 'was off already'}  of ${user}  ${hint}  ${name}`;

function readKey(given: string): ApiKeyId {
  const id = parseId<ApiKeyId>('key', given);
  if (id) return id;
  throw new InvalidArgumentError('expected a key such as key_0192…; a token is read with --token-from-stdin');
}

/** Never repeated in what is said about it. */
function readToken(given: string): string {
  const token = given.trim();
  if (token.startsWith('ss_live_') || token.startsWith('sg_live_')) {
    throw new UsageError(
      'this belongs to a backend service: "seahorse services list" names them, "services show" tells the hints of their tokens, and "services end" ends them',
    );
  }
  if (flawOf('sk_live_', token)) {
    throw new UsageError('standard input holds no API key; "seahorse keys inspect" says what is wrong with it');
  }
  return token;
}
