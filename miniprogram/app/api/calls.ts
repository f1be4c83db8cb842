import { api } from './api';
import type { CallSummary, RefusedPage } from './types';

type RefusedQuery = { readonly key?: string; readonly cursor?: string | null; readonly limit?: number };

export const summariseCalls = (days: number, key?: string): Promise<CallSummary> =>
  api.get('/calls/summary', { days, key });
export const listRefusedCalls = (query: RefusedQuery = {}): Promise<RefusedPage> => api.get('/calls/refused', query);
