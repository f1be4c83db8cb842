import { z } from 'zod';
import { type ApiAnswer, refuse, succeed } from '../api-answer.ts';
import type { ApiRequest } from '../api-route.ts';
import { quotaKey } from '../api-state.ts';
import { readBody } from '../read-body.ts';
import type { Services } from '../services.ts';
import { complaintAbout } from './field-rules.ts';

const messageSchema = z.object({
  touser: z.string(),
  template_id: z.string(),
  page: z.string().max(1024).default(''),
  miniprogram_state: z.enum(['developer', 'trial', 'formal']).default('formal'),
  lang: z.enum(['zh_CN', 'en_US', 'zh_HK', 'zh_TW']).default('zh_CN'),
  data: z.record(z.string(), z.object({ value: z.string() })),
});

type Message = z.infer<typeof messageSchema>;

const errors = {
  touser: [40003, 'invalid openid'],
  template_id: [40037, 'invalid template_id'],
  page: [41030, 'invalid page'],
  data: [47003, 'argument invalid! data is not of the form {field: {value}}'],
} as const;

function checkField(field: string, value: string | undefined): ApiAnswer | undefined {
  const complaint = value === undefined ? 'empty' : complaintAbout(field, value);
  return complaint && refuse(47003, `argument invalid! data.${field}.value ${complaint}`);
}

/** Every field of the template, and none beside. Without registered templates the message says what its fields are. */
function checkData(message: Message, fields: readonly string[]): ApiAnswer | undefined {
  const foreign = Object.keys(message.data).find((field) => !fields.includes(field));
  if (foreign) return refuse(47003, `argument invalid! data.${foreign}.value invalid`);
  for (const field of fields) {
    const refusal = checkField(field, message.data[field]?.value);
    if (refusal) return refusal;
  }
  return undefined;
}

function checkMessage({ context: { store } }: Services, message: Message): ApiAnswer | undefined {
  const { api, userNameByOpenid } = store.world;
  const { touser: openid, template_id: templateId } = message;
  if (!userNameByOpenid.has(openid)) return refuse(40003, 'invalid openid');
  const template = api.templates.get(templateId);
  if (!templateId || (api.templates.size > 0 && !template)) return refuse(40037, 'invalid template_id');
  const refusal = checkData(message, template?.fields ?? Object.keys(message.data));
  if (refusal) return refusal;
  const quota = api.quotas.get(quotaKey(openid, templateId)) ?? 0;
  return quota > 0 ? undefined : refuse(43101, 'user refuse to accept the msg');
}

/** `POST /cgi-bin/message/subscribe/send`: one message per acceptance. */
export function sendMessage(services: Services, { body }: ApiRequest): ApiAnswer {
  const read = readBody(messageSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const refusal = checkMessage(services, read.value);
  if (refusal) return refusal;
  const { touser: openid, template_id: templateId, miniprogram_state: miniprogramState, page, lang } = read.value;
  const data = Object.fromEntries(Object.entries(read.value.data).map(([field, { value }]) => [field, value]));
  const { store, now } = services.context;
  const message = { openid, templateId, page, miniprogramState, lang, data, sentAtMs: now() };
  store.record({ kind: 'message_sent', message });
  return succeed();
}
