import type { WebhookDeliveryId, WebhookEndpointId } from '../../domain/shared/ids.ts';
import type { DueDelivery, LoggedDelivery, WebhookDelivery } from '../../domain/webhooks/delivery.ts';
import type { WebhookEvent } from '../../domain/webhooks/event.ts';
import type { DeliveryFilter, WebhookOutbox } from '../../domain/webhooks/webhook-stores.ts';
import type { MemoryState } from './memory-state.ts';

type Stored = MemoryState['webhookDeliveries'][number];
type Wanted = DeliveryFilter & { readonly id?: WebhookDeliveryId };

export function memoryWebhookOutbox(state: MemoryState): WebhookOutbox {
  const eventOf = ({ eventId }: WebhookDelivery) =>
    state.webhookEvents.find(({ id }) => id === eventId) as WebhookEvent;
  const change = (which: (stored: Stored) => boolean, to: (stored: Stored) => Partial<Stored>): number => {
    const chosen = new Set(state.webhookDeliveries.filter(which));
    state.webhookDeliveries = state.webhookDeliveries.map((each) =>
      chosen.has(each) ? { ...each, ...to(each) } : each,
    );
    return chosen.size;
  };
  const changePending = (id: WebhookDeliveryId, to: Partial<Stored>): void => {
    change(
      (each) => each.id === id && each.state === 'pending',
      () => to,
    );
  };
  const isWanted = ({ id, endpointId, state: wanted, type, keys, since }: Wanted, each: Stored): boolean =>
    (id === undefined || each.id === id) &&
    (endpointId === undefined || each.endpointId === endpointId) &&
    (wanted === undefined || each.state === wanted) &&
    (type === undefined || eventOf(each).type === type) &&
    (keys === undefined || keys.includes(eventOf(each).key)) &&
    (since === undefined || eventOf(each).occurredAt >= since);
  const logged = ({ attempts, ...delivery }: Stored): LoggedDelivery => ({
    ...{ delivery, event: eventOf(delivery), attempts },
  });
  const isEnabled = (id: WebhookEndpointId): boolean =>
    state.webhookEndpoints.some((each) => each.id === id && each.enabled);
  return {
    add: async (event, deliveries) => {
      if (state.webhookEvents.some(({ type, key }) => type === event.type && key === event.key)) return false;
      state.webhookEvents.push(event);
      state.webhookDeliveries.push(...deliveries.map((each) => ({ ...each, attempts: [] })));
      return true;
    },
    takeDue: async (now, { free, perEndpoint, busy }) => {
      const taken = new Map(busy);
      const due = state.webhookDeliveries.filter((each) => isDue(each, now) && isEnabled(each.endpointId));
      return due
        .sort((a, b) => dueMs(a) - dueMs(b) || (a.id < b.id ? -1 : 1))
        .filter(({ endpointId }) => {
          const sends = (taken.get(endpointId) ?? 0) + 1;
          taken.set(endpointId, sends);
          return sends <= perEndpoint;
        })
        .slice(0, free)
        .map((each): DueDelivery => {
          const { delivery, event } = logged(each);
          return { delivery, event };
        });
    },
    scheduleTry: async (id, tries, dueAt) => changePending(id, { tries, dueAt }),
    addAttempt: async (id, attempt) => {
      change(
        (each) => each.id === id,
        ({ attempts }) => ({ attempts: [...attempts, attempt] }),
      );
    },
    end: async (id, end) =>
      changePending(id, { state: end.state, reason: end.state === 'delivered' ? null : end.reason, dueAt: null }),
    cancelPending: async (endpointId) =>
      change(
        (each) => each.endpointId === endpointId && each.state === 'pending',
        () => ({ state: 'cancelled', reason: 'endpoint_disabled', dueAt: null }),
      ),
    find: async (id) => state.webhookDeliveries.filter((each) => each.id === id).map(logged)[0] ?? null,
    list: async (filter, limit) =>
      state.webhookDeliveries
        .filter((each) => isWanted(filter, each))
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map(logged),
    replay: async (filter, now) =>
      change(
        (each) => isWanted(filter, each),
        () => ({ state: 'pending', reason: null, tries: 0, dueAt: now }),
      ),
    removeBefore: async (instant, limit) => {
      const pending = new Set(state.webhookDeliveries.filter(isPending).map(({ eventId }) => eventId));
      const old = state.webhookEvents.filter(({ id, occurredAt }) => occurredAt < instant && !pending.has(id));
      const removed = new Set(old.slice(0, limit).map(({ id }) => id));
      state.webhookEvents = state.webhookEvents.filter(({ id }) => !removed.has(id));
      state.webhookDeliveries = state.webhookDeliveries.filter(({ eventId }) => !removed.has(eventId));
      return removed.size;
    },
    eraseNamesOf: async (userId) => {
      change(
        (each) => eventOf(each).userId === userId && !isPending(each),
        ({ recipient: { checkout } }) => ({
          recipient: { externalId: null, checkout: checkout && { id: checkout.id, metadata: {} } },
        }),
      );
    },
  };
}

const isPending = ({ state }: WebhookDelivery): boolean => state === 'pending';
const dueMs = ({ dueAt }: WebhookDelivery): number => dueAt?.getTime() ?? 0;
const isDue = (delivery: WebhookDelivery, now: Date): boolean =>
  isPending(delivery) && dueMs(delivery) <= now.getTime();
