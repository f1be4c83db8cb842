import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import {
  flawOf,
  hintOf,
  TOKEN_PREFIXES,
  TOKEN_TAIL_PATTERN,
  type TokenFlaw,
  type TokenPrefix,
} from '../../domain/keyvault/key-token.ts';
import { DifferencesFound } from './differences-found.ts';

const KINDS: Record<TokenPrefix, string> = {
  sk_live_: 'API key of a customer',
  ss_live_: 'token of a backend service',
  sg_live_: 'signing secret of a backend service',
};
const SESSION = 'hss_[0-9a-f]{64}';

/** What can be said of tokens without a database. */
export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('API keys and other tokens');
  keys
    .command('inspect')
    .argument('[token]', 'left out: read from standard input, where no list of processes shows it')
    .description('say offline whether this can be a token of ours, and what is wrong with it; never prints it')
    .option('--json', 'for programs')
    .action(async (given: string | undefined, { json }: { json?: true }) => {
      const found = inspect((given ?? (await text(process.stdin))).trim());
      console.log(json ? JSON.stringify(found) : inWords(found));
      if (!found.well_formed) throw new DifferencesFound('this cannot be a token of ours');
    });
  keys
    .command('patterns')
    .description('regular expressions for secret scanners')
    .option('--json', 'for programs')
    .action(({ json }: { json?: true }) => {
      const patterns = [...TOKEN_PREFIXES.map(patternOf), { kind: 'session of a user', pattern: SESSION }];
      console.log(json ? JSON.stringify(patterns, null, 2) : patterns.map(lineOf).join('\n'));
    });
}

const patternOf = (prefix: TokenPrefix) => ({ kind: KINDS[prefix], pattern: prefix + TOKEN_TAIL_PATTERN });
const lineOf = ({ kind, pattern }: { kind: string; pattern: string }): string => `${pattern.padEnd(30)}${kind}`;

type Inspection =
  | { readonly well_formed: true; readonly kind: string; readonly hint: string }
  | { readonly well_formed: false; readonly kind: string | null; readonly flaw: TokenFlaw };

function inspect(token: string): Inspection {
  const prefix = TOKEN_PREFIXES.find((each) => token.startsWith(each));
  if (!prefix) return { well_formed: false, kind: null, flaw: 'wrong_prefix' };
  const flaw = flawOf(prefix, token);
  if (flaw) return { well_formed: false, kind: KINDS[prefix], flaw };
  return { well_formed: true, kind: KINDS[prefix], hint: hintOf(prefix, token) };
}

const FLAWS: Record<TokenFlaw, string> = {
  wrong_prefix: `it begins with none of ${TOKEN_PREFIXES.join(', ')}`,
  wrong_length: 'it is too short or too long: cut off, or with something beside it',
  wrong_character: 'it has a character that is no ASCII letter or digit',
  wrong_checksum: 'its checksum does not fit: mistyped, or made up',
};

const inWords = (found: Inspection): string =>
  found.well_formed
    ? `${found.kind}, well-formed: ${found.hint}\nWhether it was ever made, and still counts, only the database knows.`
    : `${found.kind ?? 'not a token of ours'}: ${FLAWS[found.flaw]}`;
