import { type ApiAnswer, refuse, succeed } from '../api/api-answer.ts';
import type { ApiRequest } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import { checkUpload } from './check-upload.ts';
import { findByMerchant, findByTransaction, type PaidOrder } from './find-payment.ts';
import { isRefunded } from './is-refunded.ts';
import type { Shipment } from './shipping-state.ts';
import { type Upload, uploadSchema } from './upload-schema.ts';

const unified = 1;

/** What an upload says, apart from when. */
const contentOf = ({ logisticsType, deliveryMode, isComplete, parcels }: Shipment): string =>
  JSON.stringify([logisticsType, deliveryMode, isComplete, parcels]);

/** Complete once, corrected once. Saying the same again is neither. */
function checkSequence(before: readonly Shipment[], next: Shipment): ApiAnswer | undefined {
  const latest = before.at(-1);
  if (!latest) return undefined;
  if (contentOf(latest) === contentOf(next)) return refuse(10060023, '发货信息未更新');
  if (before.filter(({ isComplete }) => isComplete).length > 1)
    return refuse(10060002, '支付单已完成发货，无法继续发货');
  const isLater = Date.parse(next.uploadTime) > Date.parse(latest.uploadTime);
  return isLater ? undefined : refuse(10060014, '参数错误：upload_time须晚于上次上传');
}

const shipmentFrom = (upload: Upload, receivedAtMs: number): Shipment => ({
  logisticsType: upload.logistics_type,
  deliveryMode: upload.delivery_mode,
  isComplete: upload.delivery_mode === unified || upload.is_all_delivered === true,
  parcels: upload.shipping_list,
  uploadTime: upload.upload_time,
  receivedAtMs,
});

function checkOrder(order: PaidOrder, { payer }: Upload): ApiAnswer | undefined {
  if (order.payment.openid !== payer.openid) return refuse(10060031, '该笔支付单不属于openid所指定的用户');
  return isRefunded(order) ? refuse(10060004, '支付单处于不可发货的状态') : undefined;
}

/** `POST /wxa/sec/order/upload_shipping_info` */
export function uploadShipping({ context }: Services, { body }: ApiRequest): ApiAnswer {
  const read = readBody(uploadSchema, body);
  if (read.kind === 'refused') return read.refusal;
  const upload = read.value;
  const wrong = checkUpload(upload);
  if (wrong) return wrong;
  const { transaction_id: id, mchid, out_trade_no: outTradeNo, order_number_type: type } = upload.order_key;
  const order = type === 2 ? findByTransaction(context, id) : findByMerchant(context, mchid, outTradeNo);
  if (!order) return refuse(10060001, '支付单不存在');
  const { transactionId } = order.payment;
  const shipment = shipmentFrom(upload, context.now());
  const before = context.store.world.shipping.shipments.get(transactionId) ?? [];
  const refusal = checkOrder(order, upload) ?? checkSequence(before, shipment);
  if (refusal) return refusal;
  context.store.record({ kind: 'shipping_uploaded', transactionId, shipment });
  return succeed();
}
