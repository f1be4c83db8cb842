/** Those of the server that have texts of their own on these pages. test/http/web-types.ts knows that there are such. */
export const KNOWN_PROBLEMS = [
  ...(['session_missing', 'session_unknown', 'session_expired', 'session_only_for_checkout'] as const),
  ...(['too_many_requests', 'too_many_login_tickets', 'unknown_login_ticket', 'login_ticket_expired'] as const),
  ...(['login_ticket_used', 'login_ticket_refused', 'account_closing'] as const),
  ...(['unknown_package', 'package_closed', 'unknown_order', 'order_already_paid', 'purchase_unavailable'] as const),
  ...(['too_many_open_orders', 'daily_limit_reached', 'payment_rejected', 'payer_unknown'] as const),
  ...([
    'unknown_checkout_session',
    'checkout_session_expired',
    'other_package_in_checkout',
    'wechat_pay_unavailable',
  ] as const),
] as const;
export type KnownProblem = (typeof KNOWN_PROBLEMS)[number];

/** What the server says when it refuses (RFC 9457). */
export type Problem = {
  readonly status: number;
  /** `unknown` where something between us and the server has answered. */
  readonly code: string;
  /** Null: it has not said. */
  readonly retryAfterMs: number | null;
  /** What a code brings besides, such as `order_id`. */
  readonly extra: Readonly<Record<string, unknown>>;
};

export function problemOf(status: number, retryAfter: string | null, body: unknown): Problem {
  const { code, ...extra } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
  return {
    ...{ status, code: typeof code === 'string' ? code : 'unknown', extra },
    retryAfterMs: seconds === null ? null : seconds * 1_000,
  };
}

/** Has the session ended? */
export const isSignedOut = ({ status }: Problem): boolean => status === 401;

/** Is it likely to be answered otherwise in a while? */
export const isPassing = ({ status, code }: Problem): boolean =>
  (status === 429 || status >= 500) && code !== 'payment_rejected';

export const isKnown = (code: string): code is KnownProblem => (KNOWN_PROBLEMS as readonly string[]).includes(code);
