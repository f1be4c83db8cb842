import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
};
export type Answer = 'yes' | 'no' | 'nobody_to_ask';

const OURS: Terminal = { input: process.stdin, output: process.stderr };

/** Asks whoever sits at the terminal, on standard error: standard output is for answers. Everything but a yes is a no, the end of the input included. */
export const confirm = (question: string, terminal: Terminal = OURS): Promise<Answer> =>
  ask(`${question} [y/N] `, (answer) => /^y(es)?$/i.test(answer), terminal);

/** The same for what a `y` is too quick for: the answer is this word. */
export const confirmByTyping = (question: string, word: string, terminal: Terminal = OURS): Promise<Answer> =>
  ask(`${question} Type ${word}: `, (answer) => answer === word, terminal);

async function ask(question: string, isYes: (answer: string) => boolean, { input, output }: Terminal): Promise<Answer> {
  if (!input.isTTY || !output.isTTY) return 'nobody_to_ask';
  const lines = createInterface({ input, output });
  try {
    const answer = await Promise.race([lines.question(question), once(lines, 'close')]);
    return isYes(String(answer).trim()) ? 'yes' : 'no';
  } finally {
    lines.close();
  }
}
