import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import { listensTo, type WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { WebhookEndpoints } from '../../domain/webhooks/webhook-stores.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Stored = MemoryState['webhookEndpoints'][number];

export function memoryWebhookEndpoints(state: MemoryState): WebhookEndpoints {
  const stored = (wanted: WebhookEndpointId) => state.webhookEndpoints.find(({ id }) => id === wanted);
  const find = async (id: WebhookEndpointId): Promise<WebhookEndpoint | null> => {
    const found = stored(id);
    return found ? withoutAlarm(found) : null;
  };
  const change = (wanted: WebhookEndpointId, to: Partial<Stored>): void => {
    state.webhookEndpoints = state.webhookEndpoints.map((each) => (each.id === wanted ? { ...each, ...to } : each));
  };
  const refuseTaken = ({ id, serviceId, url }: WebhookEndpoint): void =>
    refuseDuplicate(
      state.webhookEndpoints.some((each) => each.id !== id && each.serviceId === serviceId && each.url === url),
      'address of an endpoint',
    );
  return {
    add: async (endpoint) => {
      refuseTaken(endpoint);
      state.webhookEndpoints.push({ ...endpoint, alarmed: false });
    },
    find,
    lock: find,
    list: async (serviceId) =>
      state.webhookEndpoints
        .filter((each) => serviceId === null || each.serviceId === serviceId)
        .map(withoutAlarm)
        .sort(byAge),
    listListening: async (type) =>
      state.webhookEndpoints
        .filter((each) => listensTo(each, type))
        .map(withoutAlarm)
        .sort(byAge),
    save: async (endpoint) => {
      refuseTaken(endpoint);
      const { id, serviceId: _service, createdAt: _made, ...changing } = endpoint;
      change(id, changing);
    },
    remove: async (id) => {
      state.webhookEndpoints = state.webhookEndpoints.filter((each) => each.id !== id);
      state.webhookSecrets = state.webhookSecrets.filter(({ endpointId }) => endpointId !== id);
      state.webhookDeliveries = state.webhookDeliveries.filter(({ endpointId }) => endpointId !== id);
    },
    addSecret: async (secret) => void state.webhookSecrets.push(secret),
    listSecrets: async (id) =>
      state.webhookSecrets.filter(({ endpointId }) => endpointId === id).sort((a, b) => byAge(b, a)),
    endSecrets: async (id, at) => {
      const lives = ({ endpointId, expiresAt }: (typeof state.webhookSecrets)[number]): boolean =>
        endpointId === id && (expiresAt === null || expiresAt > at);
      state.webhookSecrets = state.webhookSecrets.map((each) => (lives(each) ? { ...each, expiresAt: at } : each));
    },
    claimAlarm: async (id) => {
      const isClaimed = stored(id)?.alarmed === false;
      change(id, { alarmed: true });
      return isClaimed;
    },
    calm: async (id) => change(id, { alarmed: false }),
  };
}

const withoutAlarm = ({ alarmed: _, ...endpoint }: Stored): WebhookEndpoint => endpoint;

const byAge = (a: Aged, b: Aged): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
type Aged = { readonly id: string; readonly createdAt: Date };
