import { api } from './api';
import type { EntryKind, StatementPage } from './types';

type StatementQuery = {
  readonly kind?: EntryKind;
  /** Instants with their offset; `from` inclusive, `to` exclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly api?: string;
  readonly key?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
};

export const listStatement = (query: StatementQuery = {}): Promise<StatementPage> =>
  api.get('/points/statement', query);
