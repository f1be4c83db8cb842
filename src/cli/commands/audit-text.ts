import { z } from 'zod';
import { type IdPrefix, publicId } from '../../adapters/http/public-id.ts';
import { type Actor, AUDIT_ACTIONS, type AuditEvent, type AuditSubject } from '../../domain/shared/audit.ts';
import { instant, shownId } from '../face/answer.ts';

const ActorShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), id: shownId('usr') }),
  z.strictObject({ kind: z.literal('service'), id: z.uuid(), on_behalf_of: shownId('usr').nullable() }),
  z.strictObject({ kind: z.literal('operator'), name: z.string() }),
  z.strictObject({ kind: z.enum(['wechat', 'system']) }),
]);
const Facts = z.record(z.string(), z.unknown()).nullable();
export const AuditEventShape = z.strictObject({
  id: shownId('aud'),
  at: instant,
  action: z.enum(AUDIT_ACTIONS),
  by: ActorShape,
  request_id: z.string().nullable(),
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  user: shownId('usr').nullable().meta({ description: 'whose affair it is' }),
  before: Facts,
  after: Facts,
});

/** How ids of subjects are shown; others, such as that of a service, as the UUIDs that they are. */
export const SUBJECT_PREFIXES: Partial<Record<AuditSubject, IdPrefix>> = {
  ...{ key: 'key', session: 'ses', user: 'usr', login_ticket: 'lgn', checkout_session: 'chk', webhook_endpoint: 'whk' },
  order: 'ord',
  reconciliation: 'rec',
};

function shown({ kind, id }: AuditEvent['subject']): string {
  const prefix = SUBJECT_PREFIXES[kind];
  return prefix ? publicId(prefix, id) : id;
}

export const eventJson = ({ id, at, by, action, subject, userId, before, after }: AuditEvent) => ({
  ...{ id: publicId('aud', id), at, action, by: actorJson(by.actor), request_id: by.requestId },
  subject: { kind: subject.kind, id: shown(subject) },
  ...{ user: userId && publicId('usr', userId), before, after },
});

/** `2026-01-15T04:00:00.000Z  key.disabled  operator alice  key key_…  of usr_…  {"enabled":true} → {"enabled":false}` */
export function eventLine({ at, by, action, subject, userId, before, after }: AuditEvent): string {
  const isOwn = subject.kind === 'user' && subject.id === userId;
  return [
    ...[at.toISOString(), action.padEnd(22), nameOf(by.actor), `${subject.kind} ${shown(subject)}`],
    ...(userId && !isOwn ? [`of ${publicId('usr', userId)}`] : []),
    ...(before || after ? [`${factsOf(before)} → ${factsOf(after)}`] : []),
    ...(by.requestId ? [`request ${by.requestId}`] : []),
  ].join('  ');
}

const factsOf = (facts: AuditEvent['before']): string => (facts ? JSON.stringify(facts) : '–');

function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user ${publicId('usr', actor.userId)}`;
    case 'service':
      return `service ${actor.serviceId}${actor.onBehalfOf ? ` for ${publicId('usr', actor.onBehalfOf)}` : ''}`;
    case 'operator':
      return `operator ${actor.name}`;
    case 'wechat':
    case 'system':
      return actor.kind;
  }
}

function actorJson(actor: Actor): z.output<typeof ActorShape> {
  switch (actor.kind) {
    case 'user':
      return { kind: actor.kind, id: publicId('usr', actor.userId) };
    case 'service':
      return {
        kind: actor.kind,
        id: actor.serviceId,
        on_behalf_of: actor.onBehalfOf && publicId('usr', actor.onBehalfOf),
      };
    case 'operator':
      return { kind: actor.kind, name: actor.name };
    case 'wechat':
    case 'system':
      return { kind: actor.kind };
  }
}
