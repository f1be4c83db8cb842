import { z } from 'zod';

const text = z.string().default('');

/** The types alone; what the values may be has an error number of its own for each rule. */
export const uploadSchema = z.object({
  order_key: z.object({
    order_number_type: z.number(),
    transaction_id: text,
    mchid: text,
    out_trade_no: text,
  }),
  logistics_type: z.number(),
  delivery_mode: z.number(),
  is_all_delivered: z.boolean().optional(),
  shipping_list: z.array(
    z.object({
      tracking_no: z.string().optional(),
      express_company: z.string().optional(),
      item_desc: text,
      contact: z
        .object({ consignor_contact: z.string().optional(), receiver_contact: z.string().optional() })
        .optional(),
    }),
  ),
  upload_time: z.string(),
  payer: z.object({ openid: z.string().min(1) }),
});

export type Upload = z.infer<typeof uploadSchema>;
export type OrderKey = Upload['order_key'];
