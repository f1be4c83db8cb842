import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Goods, GoodsList, Listing } from '../../../domain/catalog/goods.ts';
import { productIdOf } from './product-id.ts';
import { isXpayError, type XpayApi } from './xpay-api.ts';

type Options = {
  readonly xpay: XpayApi;
  /** WeChat fetches it from there: JPEG or PNG. */
  readonly imageUrl: string;
  /** How long WeChat may take for one product before it is left to the next run. */
  readonly patienceMs: number;
  readonly pauseMs?: number;
};

/** WeChat's two steps: into the draft, and on sale. Each is a task of WeChat's, one at a time, for one product at a time. */
const STEPS = {
  upload: { start: 'start_upload_goods', query: 'query_upload_goods', items: 'upload_item', state: 'upload_status' },
  publish: {
    start: 'start_publish_goods',
    query: 'query_publish_goods',
    items: 'publish_item',
    state: 'publish_status',
  },
} as const;
type Step = (typeof STEPS)[keyof typeof STEPS];

const itemSchema = z.looseObject({ id: z.string(), errmsg: z.string().optional() });
const progressSchema = z.object({ status: z.int(), items: z.array(itemSchema).default([]) });

const running = 1;
/** Of an item: 0 under way, then one of these. */
const existed = 1;
const done = 2;

/** 道具 of virtual payment: one for each package at each price, because an order must name goods of its own price. */
export class XpayGoods implements GoodsList {
  readonly #xpay: XpayApi;
  readonly #imageUrl: string;
  readonly #patienceMs: number;
  readonly #pauseMs: number;

  constructor({ xpay, imageUrl, patienceMs, pauseMs = 2_000 }: Options) {
    this.#xpay = xpay;
    this.#imageUrl = imageUrl;
    this.#patienceMs = patienceMs;
    this.#pauseMs = pauseMs;
  }

  idOf({ packageCode, amountFen }: Goods): string {
    return productIdOf(packageCode, amountFen);
  }

  async list(goods: Goods): Promise<Listing> {
    const id = this.idOf(goods);
    const deadline = performance.now() + this.#patienceMs;
    try {
      const uploaded = await this.#run(STEPS.upload, this.#itemOf(id, goods), deadline);
      if (uploaded.kind === 'under_way' || uploaded.kind === 'failed') return uploaded;
      return await this.#run(STEPS.publish, { id }, deadline);
    } catch (error) {
      if (!isXpayError(error, 'parameter', 'sensitive')) throw error;
      return { kind: 'failed', reason: error.message };
    }
  }

  #itemOf(id: string, { name, description, amountFen }: Goods) {
    const remark = description || name;
    return { id, name: [...name].slice(0, 20).join(''), price: amountFen, remark, item_url: this.#imageUrl };
  }

  async #run(step: Step, item: { readonly id: string }, deadline: number): Promise<Listing> {
    const { env } = this.#xpay.settings;
    while (!(await this.#start(step, { [step.items]: [item], env }))) {
      if (!(await this.#pause(deadline))) return { kind: 'under_way' };
    }
    for (;;) {
      const listing = await this.#progressOf(step, item.id);
      if (listing.kind !== 'under_way' || !(await this.#pause(deadline))) return listing;
    }
  }

  /** False: WeChat is at another task. */
  async #start(step: Step, body: object): Promise<boolean> {
    try {
      await this.#xpay.call(step.start, body);
      return true;
    } catch (error) {
      if (isXpayError(error, 'taskRunning')) return false;
      throw error;
    }
  }

  /** The task may be another one by now: only what it says of this product counts. */
  async #progressOf(step: Step, id: string): Promise<Listing> {
    const answer = await this.#xpay.call(step.query, { env: this.#xpay.settings.env });
    const { data } = progressSchema.safeParse({ status: answer['status'], items: answer[step.items] });
    const item = data?.status === running ? undefined : data?.items.find((each) => each.id === id);
    const state = item?.[step.state];
    if (!item || !state) return { kind: 'under_way' };
    if (state === existed) return { kind: 'unchanged' };
    return state === done ? { kind: 'listed' } : { kind: 'failed', reason: item.errmsg || `${step.state} ${state}` };
  }

  async #pause(deadline: number): Promise<boolean> {
    if (performance.now() + this.#pauseMs > deadline) return false;
    await sleep(this.#pauseMs);
    return true;
  }
}
