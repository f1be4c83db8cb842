import type { z } from 'zod';
import { type Answer, refuse } from './answer.ts';
import { jsonObjectIn } from './pay-request.ts';

export type Parsed<T> = { readonly kind: 'parsed'; readonly value: T } | { readonly kind: 'refused'; refusal: Answer };

const pointer = (path: readonly PropertyKey[]): string => `/${path.map(String).join('/')}`;

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], body);
}

/** Only the first complaint is reported, unknown fields with the wording that WeChat has for them. */
function refuseIssue(body: unknown, issue: z.core.$ZodIssue): Answer {
  if (issue.code === 'unrecognized_keys') {
    const fields = issue.keys.map((key) => `/body${pointer([...issue.path, key])}`);
    const message = '请求中含有未在API文档中定义的参数';
    return refuse(400, 'PARAM_ERROR', message, { location: null, value: fields });
  }
  const field = pointer(issue.path);
  const detail = { field, value: valueAt(body, issue.path), issue: issue.message, location: 'body' };
  return refuse(400, 'PARAM_ERROR', `参数错误：${field}`, detail);
}

/** JSON null is refused because no field allows it: WeChat wants an optional field left out. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, rawBody: Buffer): Parsed<z.infer<Schema>> {
  const body = jsonObjectIn(rawBody);
  if (!body) return { kind: 'refused', refusal: refuse(400, 'PARAM_ERROR', '请求报文不是合法的JSON对象') };
  const result = schema.safeParse(body);
  if (result.success) return { kind: 'parsed', value: result.data };
  const [issue] = result.error.issues;
  return { kind: 'refused', refusal: issue ? refuseIssue(body, issue) : refuse(400, 'PARAM_ERROR', '参数错误') };
}
