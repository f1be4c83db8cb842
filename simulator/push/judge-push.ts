import { isGoodReply } from './judge-reply.ts';
import type { PushAnswer } from './post-push.ts';
import { nextPushAt } from './push-schedule.ts';
import { type PushAttempt, type PushChange, type PushDelivery, scheduledAttempts } from './push-state.ts';

export type PushAttempted = Extract<PushChange, { kind: 'push_attempted' }>;
type How = Pick<PushAttempt, 'trigger' | 'fault' | 'atMs'>;

const keptReplyCharacters = 200;

export const attemptOf = (
  { event }: PushDelivery,
  { httpStatus, reply, error, text = null }: PushAnswer,
  how: How,
): PushAttempt => ({
  ...how,
  httpStatus,
  reply: reply.slice(0, keptReplyCharacters),
  text,
  received: text !== null || isGoodReply(event, httpStatus, reply),
  error,
});

/** Several copies are one delivery to the schedule: received when one of them was, and counted once. */
export function judgePush(
  delivery: PushDelivery,
  fault: string,
  answers: readonly PushAnswer[],
  atMs: number,
): PushAttempted[] {
  const attempts = answers.map((answer, copy) =>
    attemptOf(delivery, answer, { trigger: copy === 0 ? 'schedule' : 'fault', fault, atMs }),
  );
  const received = attempts.some((attempt) => attempt.received);
  const nextAttemptAtMs = received ? null : nextPushAt(delivery.event, scheduledAttempts(delivery) + 1, atMs);
  const status = received ? 'delivered' : nextAttemptAtMs === null ? 'given_up' : 'pending';
  const { id } = delivery;
  return attempts.map((attempt) => ({ kind: 'push_attempted', id, attempt, status, nextAttemptAtMs }));
}
