import type { ApiKey, EntryKind, SoldApi } from '../api/types';
import { lastMonths, monthRange } from './months';
import { STATEMENT_KINDS } from './statement-view';

export type FilterName = 'kind' | 'api' | 'key' | 'month';
export type Option = { readonly value: string; readonly text: string };
/** What is chosen; empty: all. */
export type Chosen = Readonly<Record<FilterName, string>>;
export type Filter = {
  readonly name: FilterName;
  readonly text: string;
  readonly isOn: boolean;
  readonly options: readonly Option[];
};

const MONTHS = 12;
const ALL: Readonly<Record<FilterName, string>> = {
  kind: '全部类型',
  api: '全部接口',
  key: '全部Key',
  month: '全部月份',
};
export const NOTHING_CHOSEN: Chosen = { kind: '', api: '', key: '', month: '' };

/** The pickers above 积分明细. */
export function filtersOf(
  chosen: Chosen,
  { apis, keys, now }: { readonly apis: readonly SoldApi[]; readonly keys: readonly ApiKey[]; readonly now: Date },
): readonly Filter[] {
  const options: Readonly<Record<FilterName, readonly Option[]>> = {
    kind: STATEMENT_KINDS,
    api: apis.map(({ code, name }) => ({ value: code, text: name })),
    key: keys.map(({ id, name, hint }) => ({ value: id, text: `${name} ${hint}` })),
    month: lastMonths(now, MONTHS),
  };
  return (Object.keys(ALL) as FilterName[]).map((name) => filterOf(name, chosen[name], options[name]));
}

function filterOf(name: FilterName, value: string, options: readonly Option[]): Filter {
  const all = { value: '', text: ALL[name] };
  const chosen = options.find((option) => option.value === value) ?? all;
  return { name, text: chosen.text, isOn: value !== '', options: [all, ...options] };
}

/** For the server. */
export const statementQuery = ({ kind, api, key, month }: Chosen) => ({
  kind: (kind || undefined) as EntryKind | undefined,
  ...{ api: api || undefined, key: key || undefined },
  ...(month ? monthRange(month) : {}),
});
