import type { CheckoutSessions } from '../../domain/identity/checkout-sessions.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

const ERASED = { externalId: null, metadata: {}, successUrl: null, cancelUrl: null };

export function memoryCheckoutSessions(state: MemoryState): CheckoutSessions {
  const findByKey: CheckoutSessions['findByKey'] = async (serviceId, idempotencyKey) =>
    state.checkouts.find(
      ({ checkout, request }) => checkout.serviceId === serviceId && request.idempotencyKey === idempotencyKey,
    ) ?? null;
  return {
    lockKey: async () => {},
    findByKey,
    add: async (checkout, request) => {
      const known = await findByKey(checkout.serviceId, request.idempotencyKey);
      refuseDuplicate(known !== null, 'idempotency key of a checkout');
      state.checkouts.push({ checkout, request });
    },
    find: async (id) => state.checkouts.find(({ checkout }) => checkout.id === id)?.checkout ?? null,
    findBySession: async (id) => state.checkouts.find(({ checkout }) => checkout.sessionId === id)?.checkout ?? null,
    link: async (id, orderId) => {
      state.checkoutOrders.delete(orderId);
      state.checkoutOrders.set(orderId, id);
    },
    findByOrder: async (orderId) => {
      const linked = state.checkoutOrders.get(orderId);
      return state.checkouts.find(({ checkout }) => checkout.id === linked)?.checkout ?? null;
    },
    isLinked: async (orderId) => state.checkoutOrders.has(orderId),
    eraseNamesOf: async (userId) => {
      state.checkouts = state.checkouts.map(({ checkout, request }) =>
        checkout.userId === userId ? { request, checkout: { ...checkout, ...ERASED } } : { request, checkout },
      );
    },
    ordersOf: async (id) =>
      [...state.checkoutOrders].filter(([, checkoutId]) => checkoutId === id).map(([orderId]) => orderId),
  };
}
