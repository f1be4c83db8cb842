export type Dependency = 'database' | 'wechat_pay' | 'wechat_login' | 'wechat_api';

/**
 * A part that we depend on cannot be reached, or gave no usable answer. The caller may try again later: whether a
 * request that changes something took effect is then unknown, and the repetition must carry the same number or key.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly dependency: Dependency;
  readonly retryAfterSeconds: number;

  constructor(dependency: Dependency, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(`${dependency} is unavailable`, { cause: options.cause });
    this.dependency = dependency;
    this.retryAfterSeconds = options.retryAfterSeconds ?? 2;
  }
}
