/** The next one is fetched while what was fetched is being dealt with: a reader and a database work side by side. */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncIterable<T> {
  const items = source[Symbol.asyncIterator]();
  try {
    let next = items.next();
    for (let item = await next; !item.done; item = await next) {
      next = items.next();
      // Whoever waits for it hears of its fault; nobody does once the reader has left.
      next.catch(() => {});
      yield item.value;
    }
  } finally {
    await items.return?.();
  }
}
