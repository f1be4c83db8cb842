import { z } from 'zod';
import { jsonObjectIn } from '../pay/pay-request.ts';

/** The fields of `signData` for 道具直购. A field beside them, `platform` above all, fails on the phone. */
const signDataSchema = z.strictObject({
  offerId: z.string(),
  buyQuantity: z.int().min(1),
  env: z.literal([0, 1]).default(0),
  currencyType: z.string(),
  productId: z.string().min(1),
  goodsPrice: z.int().min(1),
  outTradeNo: z.string().regex(/^(?!_)[0-9A-Za-z_\-|*@]{8,32}$/, 'must be 8 to 32 of 0-9 A-Z a-z _ - | * @'),
  attach: z.string().default(''),
});

export type SignData = z.infer<typeof signDataSchema>;

export type SignDataReading =
  | { readonly kind: 'read'; readonly value: SignData }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'wrong_field'; readonly field: string; readonly reason: string };

export function readSignData(signData: string): SignDataReading {
  const object = jsonObjectIn(Buffer.from(signData));
  if (!object) return { kind: 'malformed' };
  const result = signDataSchema.safeParse(object);
  if (result.success) return { kind: 'read', value: result.data };
  const [issue] = result.error.issues;
  return { kind: 'wrong_field', field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' };
}
