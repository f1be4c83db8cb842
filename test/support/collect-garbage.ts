import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** As often as this while something is done, which a busy process does by itself sooner or later. */
const EVERY_MS = 50;

/** What is held by nobody is gone while this is done. */
export async function whileCollectingGarbage<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString('--expose-gc');
  const timer = setInterval(runInNewContext('gc') as () => void, EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
