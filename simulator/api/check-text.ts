import { z } from 'zod';
import { randomHex } from '../crypto/random-text.ts';
import { type ApiAnswer, refuse, succeed } from './api-answer.ts';
import type { ApiRequest } from './api-route.ts';
import { readBody } from './read-body.ts';
import type { Services } from './services.ts';

const text = z.string().max(2500);

const textSchema = z.object({
  version: z.literal(2),
  openid: z.string(),
  scene: z.int().min(1).max(4),
  content: text.min(1),
  nickname: text.optional(),
  title: text.optional(),
  signature: text.optional(),
});

const errors = { openid: [40003, 'invalid openid'], scene: [40129, 'invalid scene'] } as const;

type Suggestion = 'pass' | 'review' | 'risky';

const labels: Readonly<Record<Suggestion, number>> = { pass: 100, review: 21000, risky: 20006 };

/** An openid of the merchant's other app is one that WeChat knows, but not here. */
function checkOpenid({ context: { store } }: Services, openid: string): ApiAnswer | undefined {
  if (store.world.userNameByOpenid.has(openid)) return undefined;
  return store.world.api.followers.has(openid)
    ? refuse(43104, 'appid does not match openid')
    : refuse(40003, 'invalid openid');
}

function verdict(suggest: Suggestion, keyword: string | undefined): ApiAnswer {
  const label = labels[suggest];
  const judged = { errcode: 0, suggest, label };
  const model = { strategy: 'content_model', ...judged, prob: 90 };
  const detail = keyword === undefined ? [model] : [model, { strategy: 'keyword', ...judged, level: 90, keyword }];
  return succeed({ trace_id: randomHex(32), result: { suggest, label }, detail });
}

/** `POST /wxa/msg_sec_check`, by word lists instead of judgement. */
export function checkText(services: Services, { body }: ApiRequest): ApiAnswer {
  const read = readBody(textSchema, body, errors);
  if (read.kind === 'refused') return read.refusal;
  const { openid, content, nickname = '', title = '', signature = '' } = read.value;
  const refusal = checkOpenid(services, openid);
  if (refusal) return refusal;
  const { risky, review } = services.context.store.world.api.wordList;
  const all = [content, nickname, title, signature].join('\n');
  const isFound = (word: string): boolean => all.includes(word);
  const worst = risky.find(isFound);
  if (worst !== undefined) return verdict('risky', worst);
  const doubtful = review.find(isFound);
  return doubtful === undefined ? verdict('pass', undefined) : verdict('review', doubtful);
}
