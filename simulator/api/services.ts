import type { Context } from '../context.ts';
import type { PushSender } from '../push/push-sender.ts';
import type { DueWorker } from '../time/due-work.ts';

/** What api.weixin.qq.com works with: WeChat's state, what it pushes, and what falls due. */
export type Services = { readonly context: Context; readonly pushes: PushSender; readonly work: DueWorker };
