import type { Validity } from '../../domain/shared/validity.ts';

export type ValidityJson =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'until'; readonly until: string };

export const toValidity = (json: ValidityJson): Validity =>
  json.kind === 'until' ? { kind: 'until', until: new Date(json.until) } : json;
