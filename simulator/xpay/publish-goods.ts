import { z } from 'zod';
import { type ApiAnswer, refuse, succeed } from '../api/api-answer.ts';
import type { ApiRequest } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import { isRunning, taskStatus } from './goods-task.ts';
import { type Env, type Goods, goodsKey, type ItemStatus } from './xpay-state.ts';

const publishSchema = z.object({ publish_item: z.array(z.object({ id: z.string().min(1) })).min(1) });

const errors = { publish_item: [268490002, 'publish_item错误'] } as const;

/** 1: it is on sale already. 3: nobody has uploaded it, or not to the end. */
function judge(found: Goods | undefined, nowMs: number): ItemStatus {
  if (!found || nowMs < found.uploadedAtMs) return 3;
  return found.publishedAtMs === null ? 2 : 1;
}

/** `POST /xpay/start_publish_goods` */
export function publishGoods({ context: { store, now } }: Services, env: Env, { body }: ApiRequest): ApiAnswer {
  const read = readBody(publishSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const { publications, goods, goodsDelaySeconds } = store.world.xpay;
  if (isRunning(publications.get(env), now())) return refuse(268490012, '批量任务运行中，请等待完成后才能再次运行');
  const doneAtMs = now() + goodsDelaySeconds * 1000;
  const found = read.value.publish_item.map((item) => ({ item, known: goods.get(goodsKey(env, item.id)) }));
  const items = found.map(({ item, known }) => ({ item, status: judge(known, now()) }));
  const published = found.flatMap(({ known }) =>
    known && judge(known, now()) === 2 ? [{ ...known, publishedAtMs: doneAtMs }] : [],
  );
  store.record({ kind: 'xpay_goods_published', env, task: { items, doneAtMs }, goods: published });
  return succeed();
}

/** `POST /xpay/query_publish_goods` */
export function publishProgress({ context: { store, now } }: Services, env: Env): ApiAnswer {
  const task = store.world.xpay.publications.get(env);
  const running = isRunning(task, now());
  const items = task?.items.map(({ item, status }) => ({ ...item, publish_status: running ? 0 : status })) ?? [];
  return succeed({ status: taskStatus(task, now()), publish_item: items });
}
