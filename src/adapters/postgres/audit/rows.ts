import type { Actor, AuditAction, AuditEvent, AuditFacts, AuditSubject } from '../../../domain/shared/audit.ts';
import type { AuditEventId, ServiceId, UserId } from '../../../domain/shared/ids.ts';

export type EventRow = {
  id: AuditEventId;
  at: Date;
  actor_kind: Actor['kind'];
  actor_id: string | null;
  on_behalf_of: UserId | null;
  request_id: string | null;
  action: AuditAction;
  subject_kind: AuditSubject;
  subject_id: string;
  user_id: UserId | null;
  before: AuditFacts | null;
  after: AuditFacts | null;
};

export const fromEvent = ({ by, subject, userId, before, after, ...event }: AuditEvent) => ({
  ...event,
  ...actorColumns(by.actor),
  ...{ request_id: by.requestId, subject_kind: subject.kind, subject_id: subject.id, user_id: userId },
  before: before && JSON.stringify(before),
  after: after && JSON.stringify(after),
});

export const toEvent = (row: EventRow): AuditEvent => ({
  ...{ id: row.id, at: row.at, action: row.action, userId: row.user_id, before: row.before, after: row.after },
  by: { actor: actorOf(row), requestId: row.request_id },
  subject: { kind: row.subject_kind, id: row.subject_id },
});

function actorColumns(actor: Actor): Pick<EventRow, 'actor_kind' | 'actor_id' | 'on_behalf_of'> {
  const columns = { actor_kind: actor.kind, actor_id: null, on_behalf_of: null };
  switch (actor.kind) {
    case 'user':
      return { ...columns, actor_id: actor.userId };
    case 'service':
      return { ...columns, actor_id: actor.serviceId, on_behalf_of: actor.onBehalfOf };
    case 'operator':
      return { ...columns, actor_id: actor.name };
    case 'wechat':
    case 'system':
      return columns;
  }
}

function actorOf({ actor_kind: kind, actor_id: id, on_behalf_of: onBehalfOf }: EventRow): Actor {
  switch (kind) {
    case 'user':
      return { kind, userId: id as UserId };
    case 'service':
      return { kind, serviceId: id as ServiceId, onBehalfOf };
    case 'operator':
      return { kind, name: id as string };
    case 'wechat':
    case 'system':
      return { kind };
  }
}
