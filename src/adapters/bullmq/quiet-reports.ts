import type { OnError } from './sweep-runs.ts';

const SAME_AGAIN_AFTER_MS = 10_000;

/** A store that is away fails every attempt in the same words; one report every ten seconds tells it. */
export function quietly(onError: OnError): OnError {
  const last = new Map<string, number>();
  return (name, error) => {
    const words = `${name} ${error instanceof Error ? error.message : error}`;
    const now = Date.now();
    if (now - (last.get(words) ?? 0) < SAME_AGAIN_AFTER_MS) return;
    if (last.size > 100) last.clear();
    last.set(words, now);
    onError(name, error);
  };
}
