import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from 'wechatpay-node-v3/dist/define.js';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { WechatPayError } from './wechat-pay-error.ts';

export type Answer =
  | { readonly kind: 'success'; readonly data: unknown }
  /** Definite: no repetition changes it. */
  | { readonly kind: 'error'; readonly error: WechatPayError };

export type RetryPolicy = {
  /** The pause before each further try, in milliseconds; varied by half either way. */
  readonly delaysMs: readonly number[];
  /** No further try begins when this much time has passed since the first: somebody is waiting. */
  readonly budgetMs: number;
};

/**
 * Calls WeChat Pay until there is an answer. `send` signs afresh each time, and must be safe to repeat. Throws
 * `Unavailable` after the last try, and at once for an answer that cannot be used.
 */
export async function callWechatPay(send: () => Promise<Output>, policy: RetryPolicy): Promise<Answer> {
  const startedAt = performance.now();
  for (let tries = 0; ; tries += 1) {
    const attempt = await tryOnce(send);
    if (attempt.kind !== 'failed') return attempt;
    const delayMs = (policy.delaysMs[tries] ?? Number.POSITIVE_INFINITY) * (0.5 + Math.random());
    const outOfTime = performance.now() - startedAt + delayMs >= policy.budgetMs;
    if (!attempt.retry || outOfTime) throw new Unavailable('wechat_pay', { cause: attempt.cause });
    await sleep(delayMs);
  }
}

type Failure = { readonly kind: 'failed'; readonly retry: boolean; readonly cause: Error };

async function tryOnce(send: () => Promise<Output>): Promise<Answer | Failure> {
  try {
    return judge(await send());
  } catch (error) {
    if (!(error instanceof ExchangeFault)) throw error;
    return { kind: 'failed', retry: error.kind === 'no_answer' || error.kind === 'probe', cause: error };
  }
}

function judge(output: Output): Answer | Failure {
  if (output.status >= 200 && output.status < 300) return { kind: 'success', data: output.data };
  const error = new WechatPayError(output.status, String(output.error ?? ''), output.errRaw?.requestId ?? null);
  if (error.meaning === 'temporary') return { kind: 'failed', retry: true, cause: error };
  // A 4xx without WeChat's code is a proxy's or a wrong address's, and says nothing about the order.
  if (error.code === '') return { kind: 'failed', retry: false, cause: error };
  return { kind: 'error', error };
}
