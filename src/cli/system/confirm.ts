import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
};
export type Answer = 'yes' | 'no' | 'nobody_to_ask';

/** Asks whoever sits at the terminal, on standard error: standard output is for answers. Everything but a yes is a no, the end of the input included. */
export async function confirm(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<Answer> {
  if (!input.isTTY || !output.isTTY) return 'nobody_to_ask';
  const lines = createInterface({ input, output });
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `), once(lines, 'close')]);
    return /^y(es)?$/i.test(String(answer).trim()) ? 'yes' : 'no';
  } finally {
    lines.close();
  }
}
