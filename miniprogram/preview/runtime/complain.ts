import { settings } from './settings.ts';

const complaints: string[] = [];
let listener: (all: readonly string[]) => void = () => {};

/** The mini-program has done what WeChat would not take: shown in red in the panel, thrown under tests. */
export function complain(message: string): void {
  complaints.push(message);
  console.error(`[preview] ${message}`);
  listener(complaints);
  if (settings().strict) throw new Error(message);
}

/** A fault of the mini-program itself. */
export function report(where: string, error: unknown): void {
  const told = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
  complaints.push(`${where}: ${told}`);
  console.error(`[preview] ${where}:`, told);
  listener(complaints);
}

export function onComplaint(listen: (all: readonly string[]) => void): void {
  listener = listen;
  if (complaints.length > 0) listen(complaints);
}
