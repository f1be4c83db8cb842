import type { NotificationRule } from '../state/fault-plan.ts';
import type { Notification } from '../state/notification.ts';
import type { Posted, Postman } from './postman.ts';

/** What becomes of a delivery that the schedule makes. */
export type Delivery = PostedDelivery | UnpostedDelivery;

export type PostedDelivery = { readonly kind: 'posted'; readonly copies: readonly [Posted, ...Posted[]] };

export type UnpostedDelivery =
  | { readonly kind: 'lost'; readonly forGood: boolean }
  | { readonly kind: 'held'; readonly by: 'delay' | 'reorder'; readonly forMs: number | null };

const usualDelaySeconds = 60;

/** For a fault that keeps a notification from leaving: known at once, before the next one is drawn for. */
export function leaveUnposted(rule: NotificationRule | undefined): UnpostedDelivery | undefined {
  switch (rule?.fault) {
    case 'drop':
      return { kind: 'lost', forGood: false };
    case 'drop_all':
      return { kind: 'lost', forGood: true };
    case 'delay':
      return { kind: 'held', by: 'delay', forMs: (rule.delay_seconds ?? usualDelaySeconds) * 1000 };
    case 'reorder':
      return { kind: 'held', by: 'reorder', forMs: null };
    default:
      return undefined;
  }
}

export async function postCopies(
  postman: Postman,
  notification: Notification,
  rule: NotificationRule | undefined,
): Promise<PostedDelivery['copies']> {
  const post = (): Promise<Posted> => postman.post(notification, 'none');
  switch (rule?.fault) {
    case 'double':
      return [await post(), await post()];
    case 'concurrent_double':
      return Promise.all([post(), post()]);
    case 'tampered':
    case 'stale':
    case 'unknown_key':
    case 'probe':
    case 'bad_signature':
    case 'forged':
      return [await postman.post(notification, rule.fault)];
    default:
      return [await post()];
  }
}
