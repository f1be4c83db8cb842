import type { ServiceId, UserId, WebhookDeliveryId, WebhookEndpointId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type {
  DeliveryAttempt,
  DeliveryEnd,
  DeliveryState,
  DueDelivery,
  LoggedDelivery,
  WebhookDelivery,
} from './delivery.ts';
import type { WebhookEndpoint } from './endpoint.ts';
import type { HeardType, WebhookEvent, WebhookEventType } from './event.ts';
import type { WebhookSecret } from './secret.ts';

/** Port. */
export interface WebhookEndpoints {
  add(endpoint: WebhookEndpoint): Promise<void>;
  find(id: WebhookEndpointId): Promise<WebhookEndpoint | null>;
  /** One change at a time: until the transaction ends, others who call this for it wait. Before its deliveries, always. */
  lock(id: WebhookEndpointId): Promise<WebhookEndpoint | null>;
  /** Of this service, or all; the oldest first. */
  list(serviceId: ServiceId | null): Promise<WebhookEndpoint[]>;
  /** Those that listen to this. None of them is removed until the transaction ends. */
  listListening(type: HeardType): Promise<WebhookEndpoint[]>;
  /** Everything but the id, the service and when it was made. */
  save(endpoint: WebhookEndpoint): Promise<void>;
  /** With its secrets and its deliveries. */
  remove(id: WebhookEndpointId): Promise<void>;
  addSecret(secret: WebhookSecret): Promise<void>;
  /** Newest first, ended ones included. */
  listSecrets(id: WebhookEndpointId): Promise<WebhookSecret[]>;
  /** Every secret that the endpoint has now ends at `at`, unless it ends sooner. */
  endSecrets(id: WebhookEndpointId, at: Date): Promise<void>;
  /** True once, until `calm`: the caller is to tell a person that this endpoint fails. */
  claimAlarm(id: WebhookEndpointId, at: Date): Promise<boolean>;
  calm(id: WebhookEndpointId): Promise<void>;
}

/** How many sends may be begun now: in all, and of one endpoint; `busy` says how many of each are under way. */
export type Lanes = {
  readonly free: number;
  readonly perEndpoint: number;
  readonly busy: ReadonlyMap<WebhookEndpointId, number>;
};

export type DeliveryFilter = {
  readonly endpointId?: WebhookEndpointId;
  readonly state?: DeliveryState;
  readonly type?: WebhookEventType;
  /** What the event is about is one of these. */
  readonly keys?: readonly string[];
  /** Of the event. */
  readonly since?: Date;
};

/** Port. What is to be told: written where it happens, sent afterwards. */
export interface WebhookOutbox {
  /** False, and nothing written: this was told before. */
  add(event: WebhookEvent, deliveries: readonly WebhookDelivery[]): Promise<boolean>;
  /**
   * Pending deliveries to enabled endpoints that are due, the one due longest first, as far as there are lanes; locked, and
   * without those that another transaction holds.
   */
  takeDue(now: Date, lanes: Lanes): Promise<DueDelivery[]>;
  /** Of a pending one. */
  scheduleTry(id: WebhookDeliveryId, tries: number, at: Date): Promise<void>;
  /** Of a delivery that may be gone by now: then it does nothing. */
  addAttempt(id: WebhookDeliveryId, attempt: DeliveryAttempt): Promise<void>;
  /** Of a pending one. */
  end(id: WebhookDeliveryId, end: DeliveryEnd): Promise<void>;
  /** Gives how many there were. */
  cancelPending(endpointId: WebhookEndpointId): Promise<number>;
  find(id: WebhookDeliveryId): Promise<LoggedDelivery | null>;
  /** Newest first. */
  list(filter: DeliveryFilter, limit: number): Promise<LoggedDelivery[]>;
  /** Due now, with all tries before it; the log stays. Of all that the filter finds; gives how many. */
  replay(filter: DeliveryFilter & { readonly id?: WebhookDeliveryId }, now: Date): Promise<number>;
  /** Events before then with their deliveries, at most so many, unless one is pending; gives how many. */
  removeBefore(instant: Date, limit: number): Promise<number>;
  /** What services call this user, and noted beside, in deliveries that have ended. */
  eraseNamesOf(userId: UserId): Promise<void>;
}

export type LowPointsMark = { readonly userId: UserId; readonly level: Points | null };

/** Told for good: until `forgetAt` it is not told again. */
export type ToldMark = { readonly userId: UserId; readonly key: string; readonly forgetAt: Date };

/** Port. What sweeps have seen and told, so that nobody hears of it twice. */
export interface WebhookMarks {
  /** One look at a time per type: until the transaction ends, others who call this for it wait. */
  lock(type: HeardType): Promise<void>;
  /** At or below which level of points each user was last seen; null: above all. Without a mark: never looked at. */
  lowPointsOf(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, Points | null>>;
  putLowPoints(marks: readonly LowPointsMark[]): Promise<void>;
  /** Gives the keys that were not told before. */
  noteTold(type: HeardType, told: readonly ToldMark[]): Promise<ReadonlySet<string>>;
  /** Of things that are over. */
  forgetTold(now: Date): Promise<void>;
  removeAllOf(userId: UserId): Promise<void>;
}
