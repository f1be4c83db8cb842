/** Handled at once; what comes beyond is left to the sweep. Each keeps a connection while it waits for a lock. */
export const HANDLED_AT_ONCE = 4;

/** Does `work` unless `limit` of its kind are under way; null then. */
export function atMost(limit: number): <T>(work: () => Promise<T>) => Promise<T | null> {
  let underWay = 0;
  return async (work) => {
    if (underWay >= limit) return null;
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  };
}
