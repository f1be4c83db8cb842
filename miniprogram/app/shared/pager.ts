export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** A list that comes in pages. What fails can be asked for again, and nothing is lost or shown twice. */
export type Pager<T> = { next(): Promise<readonly T[]>; hasMore(): boolean };

export function pager<T>(read: (cursor: string | null) => Promise<Page<T>>): Pager<T> {
  let cursor: string | null = null;
  let hasMore = true;
  return {
    hasMore: () => hasMore,
    async next() {
      const page = await read(cursor);
      cursor = page.next;
      hasMore = page.next !== null;
      return page.items;
    },
  };
}

/** Several lists, each in order, as one. */
export function mergedPager<T>(
  sources: readonly Pager<T>[],
  isBefore: (a: T, b: T) => boolean,
  pageSize = 20,
): Pager<T> {
  const read = sources.map((source) => ({ source, waiting: [] as T[] }));
  let page: T[] = [];

  async function fill(): Promise<void> {
    const dry = read.filter(({ source, waiting }) => waiting.length === 0 && source.hasMore());
    await Promise.all(dry.map(async ({ source, waiting }) => void waiting.push(...(await source.next()))));
  }
  const hasMore = (): boolean => read.some(({ source, waiting }) => waiting.length > 0 || source.hasMore());

  function takeFirst(): void {
    const filled = read.filter(({ waiting }) => waiting.length > 0);
    const first = filled.reduce((best, each) => (isBefore(each.waiting[0] as T, best.waiting[0] as T) ? each : best));
    page.push(first.waiting.shift() as T);
  }

  return {
    hasMore: () => page.length > 0 || hasMore(),
    async next() {
      while (page.length < pageSize && hasMore()) {
        await fill();
        if (read.some(({ waiting }) => waiting.length > 0)) takeFirst();
      }
      const items = page;
      page = [];
      return items;
    },
  };
}
