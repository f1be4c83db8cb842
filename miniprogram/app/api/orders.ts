import { api } from './api';
import type { Order, OrderPage, OrderStatus, PlacedOrder } from './types';

type OrdersQuery = { readonly status?: OrderStatus; readonly cursor?: string | null; readonly limit?: number };

export const listOrders = (query: OrdersQuery = {}): Promise<OrderPage> => api.get('/orders', query);
export const readOrder = (id: string): Promise<Order> => api.get(`/orders/${id}`);

/** Takes the open order of this package where there is one: asking twice makes no second order. */
export const placeOrder = (packageId: string, expectedAmountFen: number): Promise<PlacedOrder> =>
  api.post('/orders', { package_id: packageId, expected_amount_fen: expectedAmountFen });

/** 「我已支付」: the server asks WeChat. */
export const checkOrder = (id: string): Promise<Order> => api.post(`/orders/${id}/check`);
