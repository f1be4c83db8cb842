import type { User } from './user.ts';

/** A present user who shares a unionid with another one. */
export type Joinable = {
  readonly user: User;
  /** Has nothing that could be lost: no points ever, no order, no key, no invoice title. */
  readonly pristine: boolean;
};

export type JoinDecision =
  | { readonly kind: 'join'; readonly from: User; readonly into: User }
  /** Both have a history: an operator merges them. */
  | { readonly kind: 'conflict' };

/** Two users turn out to be one person. The one with a history stays; of two without any, the older. */
export function decideJoin(a: Joinable, b: Joinable): JoinDecision {
  if (!a.pristine && !b.pristine) return { kind: 'conflict' };
  const [into, from] = comesFirst(a, b) ? [a, b] : [b, a];
  return { kind: 'join', from: from.user, into: into.user };
}

function comesFirst(a: Joinable, b: Joinable): boolean {
  if (a.pristine !== b.pristine) return b.pristine;
  const age = a.user.createdAt.getTime() - b.user.createdAt.getTime();
  return age < 0 || (age === 0 && a.user.id < b.user.id);
}
