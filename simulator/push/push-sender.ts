import type { Context } from '../context.ts';
import { appAccounts } from '../credentials/app-accounts.ts';
import type { DueItem, DueSource } from '../time/due-work.ts';
import { buildRequest, type PushFault } from './build-request.ts';
import { isGoodReply } from './judge-reply.ts';
import { type PushAnswer, postPush } from './post-push.ts';
import { nextPushAt } from './push-schedule.ts';
import type { PushAttempt, PushDelivery, PushMessage } from './push-state.ts';

const keptReplyCharacters = 200;

const scheduledAttempts = ({ attempts }: PushDelivery): number =>
  attempts.filter(({ trigger }) => trigger === 'schedule').length;

/** The one field that differs from attempt to attempt. */
const messageOf = (delivery: PushDelivery): PushMessage =>
  'RetryTimes' in delivery.message
    ? { ...delivery.message, RetryTimes: scheduledAttempts(delivery) }
    : delivery.message;

/** Posts what is pushed to developers' servers. */
export class PushSender implements DueSource {
  readonly #context: Context;
  readonly #timeoutMs: number;
  readonly #limits = new Set<AbortController>();
  #stopped = false;

  constructor(context: Context, timeoutMs: number) {
    this.#context = context;
    this.#timeoutMs = timeoutMs;
  }

  waiting(): DueItem[] {
    const { pending } = this.#context.store.world.push;
    return [...pending].map((id) => ({ id, dueAtMs: this.#current(id).nextAttemptAtMs ?? Infinity }));
  }

  async run({ id, dueAtMs }: DueItem): Promise<void> {
    const answer = await this.#post(id, 'none');
    if (this.#stopped) return;
    const attempt = this.#attempt(id, answer, { trigger: 'schedule', fault: 'none', atMs: dueAtMs });
    const delivery = this.#current(id);
    const next = attempt.received ? null : nextPushAt(delivery.event, scheduledAttempts(delivery) + 1, dueAtMs);
    const status = attempt.received ? 'delivered' : next === null ? 'given_up' : 'pending';
    this.#context.store.record({ kind: 'push_attempted', id, attempt, status, nextAttemptAtMs: next });
  }

  /** `times` deliveries at once, beside the schedule, which neither counts them nor ends by them. */
  async deliverNow(id: string, fault: PushFault, times: number): Promise<(number | null)[]> {
    const one = async (): Promise<number | null> => {
      const atMs = this.#context.now();
      const answer = await this.#post(id, fault);
      const attempt = this.#attempt(id, answer, { trigger: 'control', fault, atMs });
      const { status, nextAttemptAtMs } = this.#current(id);
      this.#context.store.record({ kind: 'push_attempted', id, attempt, status, nextAttemptAtMs });
      return answer.httpStatus;
    };
    return Promise.all(Array.from({ length: times }, one));
  }

  /** A request of WeChat's, given up after the time that a receiver has. */
  async withinLimit<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = new AbortController();
    const expire = (): void => limit.abort(new Error(`no answer within ${this.#timeoutMs} ms`));
    const timer = setTimeout(expire, this.#timeoutMs);
    this.#limits.add(limit);
    try {
      return await request(limit.signal);
    } finally {
      clearTimeout(timer);
      this.#limits.delete(limit);
    }
  }

  /** What is under way ends unrecorded. */
  stop(): void {
    this.#stopped = true;
    for (const limit of this.#limits) limit.abort(new Error('the simulator stopped'));
  }

  #current(id: string): PushDelivery {
    const delivery = this.#context.store.world.push.deliveries.get(id);
    if (!delivery) throw new Error(`no delivery ${id}`);
    return delivery;
  }

  async #post(id: string, fault: PushFault): Promise<PushAnswer> {
    const { credentials, store, log } = this.#context;
    const delivery = this.#current(id);
    const target = store.world.push.targets.get(delivery.app);
    if (!target) return { httpStatus: null, reply: '', error: `no address is set for ${delivery.app}` };
    const account = appAccounts(credentials)[delivery.app];
    const request = buildRequest(account, credentials.merchant.push, target, messageOf(delivery), fault);
    const answer = await this.withinLimit((signal) => postPush(request, signal));
    log({ event: 'push', pushed: delivery.event, fault, status: answer.httpStatus });
    return answer;
  }

  #attempt(id: string, answer: PushAnswer, how: Pick<PushAttempt, 'trigger' | 'fault' | 'atMs'>): PushAttempt {
    const { httpStatus, error } = answer;
    const reply = answer.reply.slice(0, keptReplyCharacters);
    return {
      ...how,
      httpStatus,
      reply,
      received: isGoodReply(this.#current(id).event, httpStatus, answer.reply),
      error,
    };
  }
}
