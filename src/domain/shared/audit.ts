import type { AuditEventId, ServiceId, UserId } from './ids.ts';

/** Who does something. */
export type Actor =
  | { readonly kind: 'user'; readonly userId: UserId }
  /** A backend service, for the user it names. */
  | { readonly kind: 'service'; readonly serviceId: ServiceId; readonly onBehalfOf: UserId | null }
  | { readonly kind: 'operator'; readonly name: string }
  /** An event that WeChat told us of. */
  | { readonly kind: 'wechat' }
  /** Work that falls due by itself. */
  | { readonly kind: 'system' };

/** Who does it, and in answer to which request. Handed down to every use case that changes what people or keys may do. */
export type DoneBy = {
  readonly actor: Actor;
  /** `X-Request-Id`. Null: not a request. */
  readonly requestId: string | null;
};

/** Codes are stable: whoever reads the log branches on them. */
export const AUDIT_ACTIONS = [
  ...['key.issued', 'key.changed', 'key.enabled', 'key.disabled', 'key.rotated', 'key.deleted'],
  ...['service.created', 'service.changed', 'service.token_rotated', 'service.secret_rotated', 'service.ended'],
  ...['session.opened', 'session.ended', 'session.revoked'],
  ...['user.created', 'user.renamed', 'user.avatar_changed', 'user.notifications_switched'],
  ...['user.merged', 'user.closing', 'user.closing_cancelled', 'user.closing_held_up', 'user.closed'],
  ...['identity.joined', 'identity.conflict', 'follower.subscribed', 'follower.unsubscribed'],
  ...['external_user.mapped', 'checkout_session.opened', 'login_ticket.confirmed', 'login_ticket.claimed'],
  'login_ticket.refused',
  ...['webhook.added', 'webhook.changed', 'webhook.enabled', 'webhook.disabled', 'webhook.removed'],
  ...['webhook.secret_rotated', 'webhook.pinged', 'webhook.replayed'],
  ...['order.check_asked', 'order.close_asked'],
  ...['codes.made', 'codes.voided', 'code.redeemed'],
  'reconciliation.applied',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Plain JSON. Never a token, a secret, an openid, or what a user has written about himself. */
export type AuditFacts = { readonly [name: string]: unknown };

/** What was done, for good: rows are added and never changed. */
export type AuditEvent = {
  readonly id: AuditEventId;
  readonly at: Date;
  readonly by: DoneBy;
  readonly action: AuditAction;
  /** What it was done to: `key`, `user`, `service` and so on, with its id. */
  readonly subject: { readonly kind: AuditSubject; readonly id: string };
  /** Whose affair it is. Null: nobody's in particular. */
  readonly userId: UserId | null;
  readonly before: AuditFacts | null;
  readonly after: AuditFacts | null;
};
export type AuditSubject =
  | 'key'
  | 'order'
  | 'service'
  | 'session'
  | 'user'
  | 'login_ticket'
  | 'checkout_session'
  | 'webhook_endpoint'
  | 'reconciliation'
  | 'code_batch';

export type AuditFilter = {
  readonly userId?: UserId;
  readonly subjectId?: string;
  readonly action?: AuditAction;
  readonly since?: Date;
};

/** Port. */
export interface AuditLog {
  /** In the transaction of what it tells of. */
  add(event: AuditEvent): Promise<void>;
  /** Newest first, those before `before` only. */
  list(
    filter: AuditFilter,
    page: { readonly before: AuditEventId | null; readonly limit: number },
  ): Promise<AuditEvent[]>;
}
