import type { PushRule } from '../state/fault-plan.ts';
import type { Spoiling } from './build-request.ts';
import { judgePush, type PushAttempted } from './judge-push.ts';
import type { PushAnswer } from './post-push.ts';
import type { PushDelivery } from './push-state.ts';

const usualDelaySeconds = 60;
const lost: PushAnswer = { httpStatus: null, reply: '', error: 'lost on its way' };
const late: PushAnswer = { httpStatus: null, reply: '', error: 'put off' };

/** For a fault that keeps a message from leaving. */
export function leaveUnsent(
  rule: PushRule | undefined,
  delivery: PushDelivery,
  atMs: number,
): PushAttempted[] | undefined {
  switch (rule?.fault) {
    case 'drop':
      return judgePush(delivery, rule.fault, [lost], atMs);
    case 'drop_all': {
      const never = { status: 'given_up', nextAttemptAtMs: null } as const;
      return judgePush(delivery, rule.fault, [lost], atMs).map((change) => ({ ...change, ...never }));
    }
    case 'delay': {
      // No delivery to the schedule, which comes to it later.
      const putOff = {
        status: 'pending',
        nextAttemptAtMs: atMs + (rule.delay_seconds ?? usualDelaySeconds) * 1000,
      } as const;
      return judgePush(delivery, rule.fault, [late], atMs).map(({ attempt, ...change }) => ({
        ...{ ...change, ...putOff },
        attempt: { ...attempt, trigger: 'fault' },
      }));
    }
    default:
      return undefined;
  }
}

export async function sendCopies(
  rule: PushRule | undefined,
  send: (spoiling: Spoiling) => Promise<PushAnswer>,
): Promise<readonly PushAnswer[]> {
  switch (rule?.fault) {
    case 'double':
      return [await send('none'), await send('none')];
    case 'concurrent_double':
      return Promise.all([send('none'), send('none')]);
    case 'bad_signature':
    case 'tampered':
    case 'stale':
      return [await send(rule.fault)];
    default:
      return [await send('none')];
  }
}
