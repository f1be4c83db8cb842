import { noteOutput, noteTokensIn } from './note.ts';

/** What these print on standard output is a secret on purpose, once; nothing is searched for there. */
const PRINT_SECRETS: readonly string[] = [
  ...['start', 'simulator', 'services create', 'services rotate', 'services secret'],
  ...['webhooks add', 'webhooks rotate'],
];

type Said = { readonly stdout: string; readonly stderr: string };

/** What a command has said on its way. */
export function noteProcess(args: readonly string[], { stdout, stderr }: Said): void {
  noteOutput('process', stderr);
  const isOne = (command: string): boolean => args.slice(0, command.split(' ').length).join(' ') === command;
  if (PRINT_SECRETS.some(isOne)) noteTokensIn(stdout);
  else noteOutput('process', stdout);
}
