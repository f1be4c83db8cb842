import { api } from './api';
import { ApiProblem } from './problems';
import type { Order, OrderPage, OrderStatus, PlacedOrder } from './types';

type OrdersQuery = { readonly status?: OrderStatus; readonly cursor?: string | null; readonly limit?: number };

export const listOrders = (query: OrdersQuery = {}): Promise<OrderPage> => api.get('/orders', query);
export const readOrder = (id: string): Promise<Order> => api.get(`/orders/${id}`);

/** Takes the open order of this package where there is one: asking twice makes no second order. */
export async function placeOrder(packageId: string, expectedAmountFen: number): Promise<PlacedOrder> {
  const wish = { package_id: packageId, expected_amount_fen: expectedAmountFen };
  try {
    return await api.post<PlacedOrder>('/orders', wish);
  } catch (error) {
    // Virtual payment is signed with WeChat's session, which a new login brings; nothing has been placed.
    if (!(error instanceof ApiProblem) || error.code !== 'payer_session_missing') throw error;
    api.forgetSession();
    return api.post<PlacedOrder>('/orders', wish);
  }
}

/** 「我已支付」: the server asks WeChat. */
export const checkOrder = (id: string): Promise<Order> => api.post(`/orders/${id}/check`);
