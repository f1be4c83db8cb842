import type { z } from 'zod';
import { type ApiAnswer, refuse } from './api-answer.ts';

export type Read<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'refused'; refusal: ApiAnswer };

/** Which error a wrong field brings, by its path. */
export type FieldErrors = Readonly<Record<string, readonly [errcode: number, reason: string]>>;

const malformed = [47001, 'data format error'] as const;

/** Only the first complaint is reported. A path is looked up whole, then by its first part. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  errors: FieldErrors = {},
): Read<z.infer<Schema>> {
  const result = schema.safeParse(body);
  if (result.success) return { kind: 'read', value: result.data };
  const path = result.error.issues[0]?.path.map(String) ?? [];
  const [errcode, reason] = errors[path.join('.')] ?? errors[path[0] ?? ''] ?? malformed;
  return { kind: 'refused', refusal: refuse(errcode, reason) };
}
