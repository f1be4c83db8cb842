import { type ApiAnswer, refuse } from '../api/api-answer.ts';
import type { OrderKey, Upload } from './upload-schema.ts';

const byMerchant = 1;
const byTransaction = 2;
const express = 1;
const unified = 1;
const split = 2;
const maxParcels = 15;
const maxItemCharacters = 120;

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

const length = (text: string): number => [...text].length;

function checkOrderKey({ order_number_type: type, ...key }: OrderKey): ApiAnswer | undefined {
  if (type !== byMerchant && type !== byTransaction) return refuse(268485194, '订单单号类型非法');
  if (type === byTransaction) {
    return key.transaction_id ? undefined : refuse(268485195, '微信支付单号形式下transaction_id字段不能为空');
  }
  if (!key.mchid) return refuse(268485196, '商户侧单号形式下mchid字段不能为空');
  return key.out_trade_no ? undefined : refuse(268485197, '商户侧单号形式下out_trade_no字段不能为空');
}

function checkMode({ logistics_type: logistics, delivery_mode: mode, ...upload }: Upload): ApiAnswer | undefined {
  if (![1, 2, 3, 4].includes(logistics)) return refuse(10060005, '物流类型有误');
  if (mode !== unified && mode !== split) return refuse(268485224, '发货模式非法');
  if (mode === unified) {
    return upload.shipping_list.length === 1 ? undefined : refuse(268485228, '统一发货模式下，物流信息列表长度必须为1');
  }
  if (logistics !== express) return refuse(10060006, '非快递发货时不允许分拆发货');
  return upload.is_all_delivered === undefined
    ? refuse(10060007, '分拆发货模式下必须填写is_all_delivered字段')
    : undefined;
}

function checkParcels({ logistics_type: logistics, shipping_list: parcels }: Upload): ApiAnswer | undefined {
  if (parcels.length === 0) return refuse(10060014, '参数错误：shipping_list');
  if (parcels.length > maxParcels) return refuse(10060024, '物流信息列表太长');
  if (parcels.some(({ item_desc: item }) => item.trim() === ''))
    return refuse(10060008, '商品描述item_desc字段不能为空');
  if (parcels.some(({ item_desc: item }) => length(item) > maxItemCharacters)) {
    return refuse(10060009, '商品描述item_desc字段太长');
  }
  if (logistics !== express) return undefined;
  if (parcels.some(({ tracking_no: number }) => !number)) return refuse(268485226, '物流单号不能为空');
  return parcels.every(({ express_company: company }) => company)
    ? undefined
    : refuse(268485227, '物流公司编码不能为空');
}

function checkTime({ upload_time: time }: Upload): ApiAnswer | undefined {
  const isTime = rfc3339.test(time) && !Number.isNaN(Date.parse(time));
  return isTime ? undefined : refuse(268485216, '上传时间非法，请按照RFC 3339格式填写');
}

/** What is wrong with the request whatever the order (发货信息录入, table of errors). */
export const checkUpload = (upload: Upload): ApiAnswer | undefined =>
  checkOrderKey(upload.order_key) ?? checkMode(upload) ?? checkParcels(upload) ?? checkTime(upload);
