import { z } from 'zod';
import { type ApiAnswer, refuse, succeed } from '../api/api-answer.ts';
import type { ApiRequest } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import { randomText } from '../crypto/random-text.ts';
import { paramError } from './find-order.ts';
import type { Env } from './xpay-state.ts';

const generationMs = 60 * 1000;

const day = z.int().min(20_000_101).max(99_991_231);
const billSchema = z.object({ begin_ds: day, end_ds: day });
const errors = { begin_ds: [268490002, 'begin_ds错误'], end_ds: [268490002, 'end_ds错误'] } as const;

/** `POST /xpay/download_bill`: asking for the first time has the bill made; asking later brings its address. */
export function downloadBill({ context }: Services, env: Env, { body, baseUrl }: ApiRequest): ApiAnswer {
  const read = readBody(billSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const [beginDay, endDay] = [String(read.value.begin_ds), String(read.value.end_ds)];
  if (beginDay > endDay) return paramError('begin_ds晚于end_ds');
  const { store, now } = context;
  const known = [...store.world.xpay.bills.values()].find(
    (bill) => bill.env === env && bill.beginDay === beginDay && bill.endDay === endDay,
  );
  if (!known) {
    const bill = { token: randomText(32), env, beginDay, endDay, readyAtMs: now() + generationMs };
    store.record({ kind: 'xpay_bill_ordered', bill });
  }
  if (!known || now() < known.readyAtMs) return refuse(268490011, '数据生成中，请稍后调用本接口获取');
  return succeed({ url: `${baseUrl}/xpay/bills/${known.token}` });
}
