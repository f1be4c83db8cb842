import type { AppKind } from '../credentials/app-accounts.ts';

/** Where a developer has WeChat push the messages of an app, and how (消息推送 settings). */
export type PushTarget = {
  readonly url: string;
  readonly mode: 'plain' | 'aes';
  readonly format: 'json' | 'xml';
};

/** A message in WeChat's own field names; nested once at most. */
export type PushMessage = {
  readonly [field: string]: string | number | Readonly<Record<string, string | number>>;
};

export type PushAttempt = {
  /** `fault` is the second copy that a fault made, or a delivery that it put off. */
  readonly trigger: 'schedule' | 'control' | 'fault';
  readonly fault: string;
  /** Business time, milliseconds since the epoch, like every `AtMs` here. */
  readonly atMs: number;
  readonly httpStatus: number | null;
  /** The beginning of the answer's body. */
  readonly reply: string;
  /** What the follower reads: the message that the answer is. Journals of before have none. */
  readonly text?: string | null;
  /** Whether WeChat takes the answer for a success. */
  readonly received: boolean;
  readonly error: string | null;
};

export type PushDelivery = {
  readonly id: string;
  readonly app: AppKind;
  readonly event: string;
  readonly message: PushMessage;
  readonly createdAtMs: number;
  readonly nextAttemptAtMs: number | null;
  readonly status: 'pending' | 'delivered' | 'given_up' | 'withheld';
  readonly attempts: readonly PushAttempt[];
};

/** What WeChat takes for sent, whatever became of it. */
export const scheduledAttempts = ({ attempts }: PushDelivery): number =>
  attempts.filter(({ trigger }) => trigger === 'schedule').length;

export type PushWorld = {
  readonly targets: Map<AppKind, PushTarget>;
  readonly deliveries: Map<string, PushDelivery>;
  /** Ids of deliveries that the schedule still has to make. */
  readonly pending: Set<string>;
};

export const emptyPush = (): PushWorld => ({ targets: new Map(), deliveries: new Map(), pending: new Set() });

export type PushChange =
  | { readonly kind: 'push_target_set'; readonly app: AppKind; readonly target: PushTarget }
  | {
      readonly kind: 'push_attempted';
      readonly id: string;
      readonly attempt: PushAttempt;
      readonly status: PushDelivery['status'];
      readonly nextAttemptAtMs: number | null;
    };

type Push = { readonly push: PushWorld };

export function saveDelivery({ push }: Push, delivery: PushDelivery): void {
  push.deliveries.set(delivery.id, delivery);
  if (delivery.status === 'pending') push.pending.add(delivery.id);
  else push.pending.delete(delivery.id);
}

export const pushAppliers = {
  push_target_set: ({ push }: Push, { app, target }: Extract<PushChange, { kind: 'push_target_set' }>): void => {
    push.targets.set(app, target);
  },
  push_attempted: (world: Push, change: Extract<PushChange, { kind: 'push_attempted' }>): void => {
    const delivery = world.push.deliveries.get(change.id);
    if (!delivery) throw new Error(`the journal speaks of delivery ${change.id} before it exists`);
    const { attempt, status, nextAttemptAtMs } = change;
    saveDelivery(world, { ...delivery, attempts: [...delivery.attempts, attempt], status, nextAttemptAtMs });
  },
};
