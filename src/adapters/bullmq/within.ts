/** Whether the work ended, well or badly, within the time. */
export async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const ended = work.then(
    () => true,
    () => true,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}

export async function resultWithin<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${ms} ms`)), ms);
    // Work on a connection that was closed meanwhile never ends, and must not keep the process alive until then.
    timer.unref();
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
