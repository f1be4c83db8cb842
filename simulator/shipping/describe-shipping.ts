import type { Context } from '../context.ts';
import type { PaidOrder } from './find-payment.ts';
import { isRefunded } from './is-refunded.ts';
import type { Shipment } from './shipping-state.ts';

const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/** 1 to be shipped, 2 shipped, 5 refunded. Nobody confirms receipt here, which would be 3 and 4. */
export function orderStateOf(order: PaidOrder, shipments: readonly Shipment[]): 1 | 2 | 5 {
  if (isRefunded(order)) return 5;
  return shipments.some(({ isComplete }) => isComplete) ? 2 : 1;
}

function describeShipments(shipments: readonly Shipment[]) {
  const latest = shipments.at(-1);
  if (!latest) return {};
  const { deliveryMode, logisticsType, parcels, receivedAtMs } = latest;
  return {
    delivery_mode: deliveryMode,
    logistics_type: logisticsType,
    finish_shipping: latest.isComplete,
    goods_desc: parcels.map(({ item_desc: item }) => item).join(';'),
    finish_shipping_count: shipments.filter(({ isComplete }) => isComplete).length,
    shipping_list: parcels.map(({ item_desc: item, ...parcel }) => ({
      ...parcel,
      goods_desc: item,
      upload_time: seconds(receivedAtMs),
    })),
  };
}

/** The `order` of `get_order`. */
export function describeShipping({ credentials, store }: Context, order: PaidOrder) {
  const { transactionId, openid, paidAtMs } = order.payment;
  const shipments = store.world.shipping.shipments.get(transactionId) ?? [];
  return {
    transaction_id: transactionId,
    merchant_id: credentials.merchant.mchid,
    sub_merchant_id: '',
    merchant_trade_no: order.outTradeNo,
    description: order.description,
    paid_amount: order.amountFen,
    openid,
    trade_create_time: seconds(order.createdAtMs),
    pay_time: seconds(paidAtMs),
    order_state: orderStateOf(order, shipments),
    in_complaint: false,
    shipping: describeShipments(shipments),
  };
}
