export type ReportFault = (error: unknown) => void;

/** Works through the items one by one. A fault is reported and the next item goes on: one bad row never blocks a sweep. */
export async function runEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  { signal, reportFault }: { readonly signal: AbortSignal; readonly reportFault: ReportFault },
): Promise<void> {
  for (const item of items) {
    if (signal.aborted) return;
    await work(item).catch(reportFault);
  }
}
