import type { ApiKey, KeyLifetime, KeyTerms, KeyWish } from '../api/types';
import { isNetwork } from './network';

export const KEY_NAME_MAX_LENGTH = 20;
const NETWORKS_MAX = 100;
const NETWORK_MAX_LENGTH = 64;
const MOST_CALLS = 2_147_483_647;

/** What a user fills in about a key, as it stands in the fields. */
export type KeyForm = {
  readonly name: string;
  readonly scope: 'all' | 'some';
  readonly apis: readonly string[];
  /** One address or range a line. */
  readonly networks: string;
  readonly months: KeyLifetime;
  readonly dailyBudget: string;
  readonly totalBudget: string;
  readonly rateCalls: string;
  readonly rateSeconds: number;
};
type Field = 'name' | 'apis' | 'networks' | 'dailyBudget' | 'totalBudget' | 'rateCalls';
/** What is wrong, by field. */
export type FormProblems = Readonly<Partial<Record<Field, string>>>;

export const NEW_KEY: KeyForm = {
  ...{ name: '我的第一个Key', scope: 'all', apis: [], networks: '', months: 12 },
  ...{ dailyBudget: '', totalBudget: '', rateCalls: '', rateSeconds: 60 },
};

export const formOf = (key: ApiKey): KeyForm => ({
  ...{ ...NEW_KEY, name: key.name, networks: (key.networks ?? []).join('\n') },
  ...{ scope: key.scope === 'all' ? 'all' : 'some', apis: key.scope === 'all' ? [] : key.scope },
  ...{ dailyBudget: written(key.daily_budget), totalBudget: written(key.total_budget) },
  ...{ rateCalls: written(key.rate_limit?.calls), rateSeconds: key.rate_limit?.seconds ?? NEW_KEY.rateSeconds },
});
const written = (value: number | null | undefined): string => (value ? String(value) : '');

/** Characters as people count them. */
export const lengthOf = (name: string): number => [...name.trim()].length;

export function nameProblem(name: string): string {
  if (lengthOf(name) === 0) return '请填写 Key 名称';
  return lengthOf(name) > KEY_NAME_MAX_LENGTH ? `名称不能超过${KEY_NAME_MAX_LENGTH}个字符` : '';
}

/** Empty: the server will take it. */
export function problemsOf(form: KeyForm): FormProblems {
  const found: Record<Field, string> = {
    name: nameProblem(form.name),
    apis: form.scope === 'some' && form.apis.length === 0 ? '请至少选择一个接口' : '',
    networks: networksProblem(form.networks),
    dailyBudget: isCount(form.dailyBudget, Number.MAX_SAFE_INTEGER) ? '' : '请填写正整数，或留空表示不限',
    totalBudget: isCount(form.totalBudget, Number.MAX_SAFE_INTEGER) ? '' : '请填写正整数，或留空表示不限',
    rateCalls: isCount(form.rateCalls, MOST_CALLS) ? '' : '请填写正整数，或留空表示不限',
  };
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== ''));
}

const isCount = (text: string, most: number): boolean =>
  text.trim() === '' || (/^[1-9]\d*$/.test(text.trim()) && Number(text) <= most);

const networksOf = (text: string): readonly string[] => text.split(/[\s,，;；]+/).filter((each) => each !== '');

function networksProblem(text: string): string {
  const networks = networksOf(text);
  const wrong = networks.find((each) => each.length > NETWORK_MAX_LENGTH || !isNetwork(each));
  if (wrong !== undefined) return `「${wrong}」不是有效的 IP 或 CIDR 网段，如 203.0.113.0/24`;
  return networks.length > NETWORKS_MAX ? `最多填写${NETWORKS_MAX}个 IP 或网段` : '';
}

/** For a form without problems. */
export function termsOf(form: KeyForm): KeyTerms {
  const networks = networksOf(form.networks);
  const calls = countOf(form.rateCalls);
  return {
    ...{ name: form.name.trim(), scope: form.scope === 'all' ? 'all' : form.apis },
    networks: networks.length > 0 ? networks : null,
    ...{ daily_budget: countOf(form.dailyBudget), total_budget: countOf(form.totalBudget) },
    rate_limit: calls === null ? null : { calls, seconds: form.rateSeconds },
  };
}
const countOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

export const wishOf = (form: KeyForm): KeyWish => ({
  ...{ ...termsOf(form), name: form.name.trim(), lifetime_months: form.months },
});
