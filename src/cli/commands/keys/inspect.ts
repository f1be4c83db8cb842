import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { z } from 'zod';
import { flawOf, hintOf, TOKEN_PREFIXES, type TokenFlaw } from '../../../domain/keyvault/key-token.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { DifferencesFound } from '../differences-found.ts';
import { TOKEN_KINDS } from './token-kinds.ts';

const FLAWS: Record<TokenFlaw, string> = {
  wrong_prefix: `it begins with none of ${TOKEN_PREFIXES.join(', ')}`,
  wrong_length: 'it is too short or too long: cut off, or with something beside it',
  wrong_character: 'it has a character that is no ASCII letter or digit',
  wrong_checksum: 'its checksum does not fit: mistyped, or made up',
};

const InspectionShape = z.discriminatedUnion('well_formed', [
  z.strictObject({
    well_formed: z.literal(true),
    kind: z.string(),
    hint: z.string().meta({ description: 'enough to recognise it, too little to use it' }),
  }),
  z.strictObject({
    well_formed: z.literal(false),
    kind: z.string().nullable(),
    flaw: z.enum(Object.keys(FLAWS) as TokenFlaw[]),
  }),
]);
type Inspection = z.output<typeof InspectionShape>;

/** What can be said of a token without a database. */
export function registerInspect(keys: Command): void {
  const command = withExamples(keys.command('inspect'), 'keys inspect < file-with-the-token')
    .argument('[token]', 'left out: read from standard input, where no list of processes shows it')
    .description('say offline whether this can be a token of ours, and what is wrong with it; never prints it');
  const tell = answersJson(command, InspectionShape);
  command.action(async (given: string | undefined) => {
    const found = inspect((given ?? (await text(process.stdin))).trim());
    tell(found, () => inWords(found));
    if (!found.well_formed) throw new DifferencesFound('this cannot be a token of ours');
  });
}

function inspect(token: string): Inspection {
  const prefix = TOKEN_PREFIXES.find((each) => token.startsWith(each));
  if (!prefix) return { well_formed: false, kind: null, flaw: 'wrong_prefix' };
  const flaw = flawOf(prefix, token);
  if (flaw) return { well_formed: false, kind: TOKEN_KINDS[prefix], flaw };
  return { well_formed: true, kind: TOKEN_KINDS[prefix], hint: hintOf(prefix, token) };
}

const inWords = (found: Inspection): string =>
  found.well_formed
    ? `${found.kind}, well-formed: ${found.hint}\nWhether it was ever made, and still counts, only the database knows: "seahorse keys revoke --token-from-stdin" asks it.`
    : `${found.kind ?? 'not a token of ours'}: ${FLAWS[found.flaw]}`;
