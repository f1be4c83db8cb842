import { z } from 'zod';
import { type ApiAnswer, refuse, succeed } from '../api/api-answer.ts';
import type { ApiRequest } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import { paramError } from './find-order.ts';
import { isRunning, taskStatus } from './goods-task.ts';
import { type Env, type Goods, goodsKey, type ItemStatus, type UploadItem } from './xpay-state.ts';

const text = z.string().min(1);

const uploadSchema = z.object({
  upload_item: z
    .array(z.object({ id: text.max(64), name: text, price: z.int().min(1), remark: text, item_url: z.url() }))
    .min(1),
});

const errors = { upload_item: [268490002, 'upload_item错误'] } as const;

/** `POST /xpay/start_upload_goods`. What exists is not changed, so that a new price needs a new id. */
export function uploadGoods({ context: { store, now } }: Services, env: Env, { body }: ApiRequest): ApiAnswer {
  const read = readBody(uploadSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const items: readonly UploadItem[] = read.value.upload_item;
  if (new Set(items.map(({ id }) => id)).size < items.length) return paramError('upload_item中id重复');
  const { uploads, goods, goodsDelaySeconds } = store.world.xpay;
  if (isRunning(uploads.get(env), now())) return refuse(268490012, '批量任务运行中，请等待完成后才能再次运行');
  const doneAtMs = now() + goodsDelaySeconds * 1000;
  const judged = items.map((item) => ({ item, status: (goods.has(goodsKey(env, item.id)) ? 1 : 2) as ItemStatus }));
  const added = judged.filter(({ status }) => status === 2).map(({ item }): Goods => uploaded(item, doneAtMs));
  store.record({ kind: 'xpay_goods_uploaded', env, task: { items: judged, doneAtMs }, goods: added });
  return succeed();
}

const uploaded = ({ id, price }: UploadItem, uploadedAtMs: number): Goods => ({
  productId: id,
  priceFen: price,
  uploadedAtMs,
  publishedAtMs: null,
});

/** `POST /xpay/query_upload_goods` */
export function uploadProgress({ context: { store, now } }: Services, env: Env): ApiAnswer {
  const task = store.world.xpay.uploads.get(env);
  const running = isRunning(task, now());
  const items = task?.items.map(({ item, status }) => ({ ...item, upload_status: running ? 0 : status })) ?? [];
  return succeed({ status: taskStatus(task, now()), upload_item: items });
}
