/** A request that was wrong: RFC 9457, `code` is stable. `detail` says what to do about it. */
export class SeahorseProblem extends Error {
  override readonly name = 'SeahorseProblem';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Everything that the answer said, such as `errors` of an invalid request. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const [code, title, detail] = ['code', 'title', 'detail'].map((member) => String(problem[member] ?? ''));
    super(`${status} ${code}: ${title}. ${detail}`);
    this.status = status;
    this.code = code ?? '';
    this.detail = detail ?? '';
    this.problem = problem;
  }
}

/**
 * No usable answer, after all repetitions. Whether the request took effect is unknown: say it again later with the same
 * idempotency key, which has one effect.
 */
export class SeahorseUnreachable extends Error {
  override readonly name = 'SeahorseUnreachable';
}
