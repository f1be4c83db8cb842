/** Befall a request as it comes in. */
export const transportFaults = [
  'reset',
  'timeout_before',
  'timeout_after_commit',
  'reset_after_commit',
  'rate_limited',
  'system_error',
  'slow_body',
] as const;

/** Befall the signature of an answer of `/v3`. */
export const answerFaults = ['bad_signature', 'unsigned', 'skewed_clock', 'probe'] as const;

/** Befall a delivery that the schedule makes. */
export const deliveryFaults = ['drop', 'drop_all', 'double', 'concurrent_double', 'delay', 'reorder'] as const;

/** Spoil what a delivery carries. */
export const contentFaults = ['tampered', 'stale', 'unknown_key', 'probe', 'bad_signature', 'forged'] as const;

/** Befall a message of 消息推送 that the schedule sends. Its signature is not made with a key pair, so that there is less to spoil. */
export const pushFaults = [
  ...(['drop', 'drop_all', 'double', 'concurrent_double', 'delay'] as const),
  ...(['bad_signature', 'tampered', 'stale'] as const),
] as const;

export type TransportFault = (typeof transportFaults)[number];
export type AnswerFault = (typeof answerFaults)[number];
export type DeliveryFault = (typeof deliveryFaults)[number];
export type ContentFault = (typeof contentFaults)[number];
export type PushFault = (typeof pushFaults)[number];

type Chance = {
  /** From 0 to 1; 1 when left out. */
  readonly probability?: number | undefined;
  /** Fires at most so often; without it, for ever. */
  readonly times?: number | undefined;
};

export type RequestRule = Chance & {
  readonly on: 'request';
  readonly fault: TransportFault | AnswerFault;
  /** Beginning of the path of the URL, as `/v3/refund`. */
  readonly path?: string | undefined;
  /** Real time, for `slow_body`; 1000 when left out. */
  readonly delay_ms?: number | undefined;
};

export type NotificationRule = Chance & {
  readonly on: 'notification';
  readonly fault: DeliveryFault | ContentFault;
  /** The `event_type`, as `REFUND.SUCCESS`. */
  readonly event?: string | undefined;
  /** Business time, for `delay`; 60 when left out. */
  readonly delay_seconds?: number | undefined;
};

export type PushRule = Chance & {
  readonly on: 'push';
  readonly fault: PushFault;
  /** The `Event`, as `xpay_goods_deliver_notify`. */
  readonly event?: string | undefined;
  /** Business time, for `delay`; 60 when left out. */
  readonly delay_seconds?: number | undefined;
};

export type FaultRule = RequestRule | NotificationRule | PushRule;

/** What goes wrong. The same seed and the same sequence of events give the same faults. */
export type FaultPlan = {
  readonly seed: number;
  readonly rules: readonly FaultRule[];
};
