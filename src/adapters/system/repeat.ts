/** Does it every so often, one after the other; what fails is reported and tried again. Answers how to stop, which waits for what is under way. */
export function repeat(
  everyMs: number,
  work: () => Promise<void>,
  onFault: (error: unknown) => void,
): () => Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    underWay = work()
      .catch(onFault)
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
  return () => {
    clearInterval(timer);
    return underWay;
  };
}
