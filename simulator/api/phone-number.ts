import { z } from 'zod';
import type { Context } from '../context.ts';
import { randomText } from '../crypto/random-text.ts';
import { type ApiAnswer, refuse, succeed } from './api-answer.ts';
import type { ApiRequest } from './api-route.ts';
import { readBody } from './read-body.ts';
import type { Services } from './services.ts';

const phoneCodeLifeMs = 5 * 60 * 1000;

/** Stands in for the tap on a button that asks for the phone number. */
export function issuePhoneCode({ store, now }: Context, openid: string, phone: string): string {
  const code = randomText(64);
  const phoneCode = { code, openid, phone, issuedAtMs: now(), used: false };
  store.record({ kind: 'phone_code_issued', phoneCode });
  return code;
}

const codeSchema = z.object({ code: z.string(), openid: z.string().optional() });

/** `POST /wxa/business/getuserphonenumber` */
export function phoneNumber({ context: { store, now } }: Services, { account, body }: ApiRequest): ApiAnswer {
  const read = readBody(codeSchema, body);
  if (read.kind === 'refused') return read.refusal;
  const found = store.world.api.phoneCodes.get(read.value.code);
  const isUsable = found && !found.used && now() <= found.issuedAtMs + phoneCodeLifeMs;
  if (!isUsable || (read.value.openid ?? found.openid) !== found.openid) return refuse(40029, 'invalid code');
  store.record({ kind: 'phone_code_used', code: found.code });
  return succeed({
    phone_info: {
      phoneNumber: found.phone,
      purePhoneNumber: found.phone,
      countryCode: '86',
      watermark: { timestamp: Math.floor(now() / 1000), appid: account.appid },
    },
  });
}
