import type { Command } from 'commander';
import { z } from 'zod';
import { TOKEN_PREFIXES, TOKEN_TAIL_PATTERN, type TokenPrefix } from '../../../domain/keyvault/key-token.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { TOKEN_KINDS } from './token-kinds.ts';

const SESSION = 'hss_[0-9a-f]{64}';
const PatternShape = z.strictObject({ kind: z.string(), pattern: z.string() });

export function registerPatterns(keys: Command): void {
  const command = withExamples(keys.command('patterns'), 'keys patterns', 'keys patterns --json').description(
    'regular expressions for secret scanners',
  );
  const tell = answersJson(command, z.array(PatternShape));
  command.action(() => {
    const patterns = [...TOKEN_PREFIXES.map(patternOf), { kind: 'session of a user', pattern: SESSION }];
    tell(patterns, () => patterns.map(({ kind, pattern }) => `${pattern.padEnd(30)}${kind}`).join('\n'));
  });
}

const patternOf = (prefix: TokenPrefix) => ({ kind: TOKEN_KINDS[prefix], pattern: prefix + TOKEN_TAIL_PATTERN });
