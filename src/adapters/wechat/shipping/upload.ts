import type { Delivery } from '../../../domain/ordering/delivery.ts';

const byTransaction = 2;
const nothingIsCarried = 3;
const allAtOnce = 1;
const longestItem = 120;

/** The request of upload_shipping_info for goods that are on the account already. */
export const uploadFor = ({ transactionId, description }: Delivery, openid: string, at: Date) => ({
  order_key: { order_number_type: byTransaction, transaction_id: transactionId },
  logistics_type: nothingIsCarried,
  delivery_mode: allAtOnce,
  shipping_list: [{ item_desc: [...description].slice(0, longestItem).join('') }],
  upload_time: beijingTime(at),
  payer: { openid },
});

/** RFC 3339 with milliseconds, as in WeChat's samples. */
function beijingTime(instant: Date): string {
  const eightHoursMs = 8 * 60 * 60 * 1000;
  return new Date(instant.getTime() + eightHoursMs).toISOString().replace('Z', '+08:00');
}
