/** Ctrl-C, or a polite kill, leaves no server and no gigabytes behind. Answers how to let go again. */
export function onInterrupt(clean: () => Promise<void>): () => void {
  const end = (): void => void clean().finally(() => process.exit(130));
  process.once('SIGINT', end).once('SIGTERM', end);
  return () => process.off('SIGINT', end).off('SIGTERM', end);
}
