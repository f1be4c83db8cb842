import type { Context } from '../context.ts';
import { appAccounts } from '../credentials/app-accounts.ts';
import { drawPushFault } from '../faults/draw-push-fault.ts';
import type { PushRule } from '../state/fault-plan.ts';
import type { DueItem, DueSource } from '../time/due-work.ts';
import { buildRequest, type Spoiling } from './build-request.ts';
import { leaveUnsent, sendCopies } from './carry-out-push.ts';
import { attemptOf, judgePush } from './judge-push.ts';
import { type PushAnswer, postPush } from './post-push.ts';
import { type PushChange, type PushDelivery, type PushMessage, scheduledAttempts } from './push-state.ts';
import { passiveText } from './read-passive-reply.ts';

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
    const { store } = this.#context;
    const rule = drawPushFault(this.#context, this.#current(id));
    const changes = leaveUnsent(rule, this.#current(id), dueAtMs) ?? (await this.#send(id, dueAtMs, rule));
    if (this.#stopped) return;
    for (const change of changes) store.record(change);
  }

  /** `times` deliveries at once, beside the schedule, which neither counts them nor ends by them. */
  async deliverNow(id: string, fault: Spoiling, times: number): Promise<(number | null)[]> {
    const one = async (): Promise<number | null> => {
      const atMs = this.#context.now();
      const answer = await this.#post(id, fault);
      const attempt = attemptOf(this.#current(id), answer, { trigger: 'control', fault, atMs });
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

  async #send(id: string, atMs: number, rule: PushRule | undefined): Promise<readonly PushChange[]> {
    const answers = await sendCopies(rule, (spoiling) => this.#post(id, spoiling));
    return judgePush(this.#current(id), rule?.fault ?? 'none', answers, atMs);
  }

  async #post(id: string, fault: Spoiling): Promise<PushAnswer> {
    const { credentials, store, log } = this.#context;
    const delivery = this.#current(id);
    const target = store.world.push.targets.get(delivery.app);
    if (!target) return { httpStatus: null, reply: '', error: `no address is set for ${delivery.app}` };
    const account = appAccounts(credentials)[delivery.app];
    const request = buildRequest(account, credentials.merchant.push, target, messageOf(delivery), fault);
    const answer = await this.withinLimit((signal) => postPush(request, signal));
    log({ event: 'push', pushed: delivery.event, fault, status: answer.httpStatus });
    const between = { account, push: credentials.merchant.push, mode: target.mode, message: delivery.message };
    const mayReply = delivery.app === 'official_account' && answer.httpStatus === 200;
    return { ...answer, text: mayReply ? passiveText(answer.reply, between) : null };
  }
}
