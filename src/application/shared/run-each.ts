export type ReportFault = (error: unknown) => void;

type Conditions = { readonly signal: AbortSignal; readonly reportFault: ReportFault };

/** Each item keeps a connection for a moment; the requests of users need the others. */
const AT_ONCE = 4;

/** Works through the items, a few at once. A fault is reported and the next item goes on: one bad row never blocks a sweep. */
export async function runEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  { signal, reportFault }: Conditions,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (signal.aborted) return;
      await work(item).catch(reportFault);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The same for everything that is due: takes batch after batch until one is not full. What is taken is not due any more. */
export async function runDue<T>(
  take: (limit: number) => Promise<readonly T[]>,
  work: (item: T) => Promise<unknown>,
  conditions: Conditions,
): Promise<void> {
  for (;;) {
    const batch = await take(BATCH);
    await runEach(batch, work, conditions);
    if (batch.length < BATCH || conditions.signal.aborted) return;
  }
}

const BATCH = 50;
