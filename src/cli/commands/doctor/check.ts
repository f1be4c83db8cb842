import type { Ground } from './ground.ts';

export const STATUSES = ['ok', 'warn', 'fail', 'unknown'] as const;
/** `unknown`: it could not be looked at, and `found` says why. */
export type Finding = {
  readonly status: (typeof STATUSES)[number];
  readonly found: string;
  /** What to do; null: nothing. */
  readonly remedy: string | null;
};

export type Check = { readonly name: string; look(ground: Ground): Promise<Finding> | Finding };

export const ok = (found: string): Finding => ({ status: 'ok', found, remedy: null });
export const warn = (found: string, remedy: string): Finding => ({ status: 'warn', found, remedy });
export const fail = (found: string, remedy: string): Finding => ({ status: 'fail', found, remedy });
export const unknown = (found: string): Finding => ({ status: 'unknown', found, remedy: null });

/** Where it counts only in production. */
export const failInProduction = (production: boolean, found: string, remedy: string): Finding =>
  (production ? fail : warn)(found, remedy);
