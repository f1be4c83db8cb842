/** What the server says when it refuses (RFC 9457). Pages branch on `code`; `title` and `detail` are Chinese, for people. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** What a code brings besides, such as `limit`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, body: unknown) {
    const { code, title, detail, type: _, status: __, instance: ___, ...extra } = asObject(body);
    super(`${status} ${String(code ?? 'unknown')}`);
    this.status = status;
    this.code = typeof code === 'string' ? code : 'unknown';
    this.title = typeof title === 'string' ? title : '服务暂时不可用';
    this.detail = typeof detail === 'string' ? detail : '请稍后重试';
    this.extra = extra;
  }
}

/** Nothing has come back: whether the server has carried it out is not known. */
export class OfflineError extends Error {
  readonly timedOut: boolean;

  constructor(reason: string) {
    super(reason);
    this.timedOut = /timeout/.test(reason);
  }
}

/** The user has left by 退出登录: nothing is asked of the server until he signs in again. */
export class SignedOutError extends Error {}

/** For a toast. */
export const textOf = (error: unknown): string => {
  if (error instanceof ApiProblem) return error.title;
  if (error instanceof SignedOutError) return '请先登录';
  return error instanceof OfflineError ? '网络不给力，请稍后重试' : '出错了，请稍后重试';
};

const asObject = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
