/** What is counted: each by itself. */
export type LimitName =
  | 'sign_in'
  | 'order'
  | 'key'
  | 'payment_check'
  | 'redemption'
  | 'person'
  | 'failed_caller'
  | 'failed_code';

/** So many within a minute; 0: as many as somebody likes. */
export type RequestLimits = Readonly<Record<LimitName, number>>;
export const LIMIT_WINDOW_SECONDS = 60;

export type LimitVerdict = {
  /** False: this was one too many. */
  readonly isWithin: boolean;
  readonly limit: number;
  readonly left: number;
  /** Until the window ends. */
  readonly resetMs: number;
};

/** Port. Counts what somebody asks for, over all processes that share what it counts in. */
export type RequestLimiter = {
  /** Counts one more of `who`; null: this limit is switched off. It never fails: a limit that cannot be kept is kept by each process. */
  readonly take: (name: LimitName, who: string) => Promise<LimitVerdict | null>;
};

/** Nothing is counted. */
export const NO_LIMITS: RequestLimiter = { take: async () => null };
