import type { Router } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf } from '../control/request-parts.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { orderStateOf } from './describe-shipping.ts';
import { isPaid } from './find-payment.ts';
import type { Shipment } from './shipping-state.ts';

const managedSchema = z.strictObject({ on: z.boolean() });

const describeUpload = (shipment: Shipment) => ({
  logistics_type: shipment.logisticsType,
  delivery_mode: shipment.deliveryMode,
  is_complete: shipment.isComplete,
  shipping_list: shipment.parcels,
  upload_time: shipment.uploadTime,
  at: beijingRfc3339(shipment.receivedAtMs),
});

/** 交易管理 as the platform sets it, and what a merchant has uploaded. */
export function routeShippingControls(router: Router, { store }: Context): void {
  const { orders, orderByTransaction, shipping } = store.world;
  router.put('/trade-managed', (request, response) => {
    const { on } = managedSchema.parse(bodyOf(request));
    store.record({ kind: 'trade_management_set', on });
    response.json({ on });
  });
  router.get('/shipping/:transactionId', (request, response) => {
    const transactionId = String(request.params['transactionId']);
    const order = orders.get(orderByTransaction.get(transactionId) ?? '');
    if (!isPaid(order)) {
      response.status(404).json({ message: '支付单不存在' });
      return;
    }
    const uploads = shipping.shipments.get(transactionId) ?? [];
    const orderState = orderStateOf(order, uploads);
    const { outTradeNo } = order;
    const shown = uploads.map(describeUpload);
    response.json({ transaction_id: transactionId, out_trade_no: outTradeNo, order_state: orderState, uploads: shown });
  });
}
