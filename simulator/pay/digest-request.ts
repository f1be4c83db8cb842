import { createHash } from 'node:crypto';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** Equal for requests with equal parameters, whatever the order of their fields. */
export const digestRequest = (tradeType: string, request: object): string =>
  createHash('sha256')
    .update(JSON.stringify([tradeType, sorted(request)]))
    .digest('hex');
