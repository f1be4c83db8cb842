import { z } from 'zod';
import { type Answer, refuse } from '../pay/answer.ts';
import { queryOf } from '../pay/pay-request.ts';
import { beijingMidnight } from '../time/beijing-time.ts';

const billDate = z
  .string()
  .refine((day) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(beijingMidnight(day)), 'must be a day yyyy-MM-dd');

const tarType = z.literal('GZIP').optional();

export const tradeBillQuery = z.strictObject({
  bill_date: billDate,
  bill_type: z.enum(['ALL', 'SUCCESS', 'REFUND']).default('ALL'),
  tar_type: tarType,
});

export const fundFlowBillQuery = z.strictObject({
  bill_date: billDate,
  account_type: z.enum(['BASIC', 'OPERATION', 'FEES']).default('BASIC'),
  tar_type: tarType,
});

export type ParsedQuery<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Answer };

export function parseQuery<Schema extends z.ZodType>(schema: Schema, target: string): ParsedQuery<z.infer<Schema>> {
  const query = Object.fromEntries(queryOf(target));
  const result = schema.safeParse(query);
  if (result.success) return { kind: 'parsed', value: result.data };
  const [issue] = result.error.issues;
  const name = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  const field = `/query/${String(name)}`;
  const detail = { field, value: query[String(name)] ?? null, issue: issue?.message ?? '', location: 'query' };
  return { kind: 'refused', refusal: refuse(400, 'PARAM_ERROR', `参数错误：${field}`, detail) };
}
