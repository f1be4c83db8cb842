/** Resolves after that time, or as soon as the signal is given; and where it says so, when the page is looked at or online again. */
export function wait(ms: number, signal: AbortSignal, { wakes = false } = {}): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      removeEventListener('online', end);
      document.removeEventListener('visibilitychange', endIfSeen);
      resolve();
    };
    const endIfSeen = (): void => {
      if (document.visibilityState === 'visible') end();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    if (!wakes) return;
    addEventListener('online', end);
    document.addEventListener('visibilitychange', endIfSeen);
  });
}
