import type { NewApiKey } from '../api/types';

let kept: NewApiKey | null = null;

/** Between the page that has made a key and the one that shows it. In memory alone: no storage, and no address, ever has a token. */
export function showOnce(key: NewApiKey): void {
  kept = key;
}

/** Once: the next one to ask gets null. */
export function takeShownOnce(): NewApiKey | null {
  const key = kept;
  kept = null;
  return key;
}
