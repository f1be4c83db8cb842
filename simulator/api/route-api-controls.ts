import type { Response, Router } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf } from '../control/request-parts.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { quotaKey, type SentMessage } from './api-state.ts';
import { issuePhoneCode } from './phone-number.ts';
import { isAlive } from './tokens/issue-token.ts';

const text = z.string().min(1).max(256);

const expireSchema = z.strictObject({ appid: text.optional() });
const subscribeSchema = z.strictObject({ openid: text, template_id: text, times: z.int().min(1).max(100).default(1) });
const templatesSchema = z.strictObject({
  templates: z.array(z.strictObject({ template_id: text, fields: z.array(text) })),
});
const wordsSchema = z.strictObject({ risky: z.array(text).optional(), review: z.array(text).optional() });
const phoneSchema = z.strictObject({ openid: text, phone: z.string().regex(/^\d{5,15}$/, 'must be digits') });

const describeMessage = ({ openid, templateId, miniprogramState, sentAtMs, ...message }: SentMessage) => ({
  openid,
  template_id: templateId,
  miniprogram_state: miniprogramState,
  ...message,
  at: beijingRfc3339(sentAtMs),
});

function routeTokens(router: Router, { store, now }: Context): void {
  router.post('/access-tokens/expire', (request, response) => {
    const { appid } = expireSchema.parse(bodyOf(request));
    const alive = [...store.world.api.accessTokens.values()].filter((each) => isAlive(each, now()));
    const tokens = alive.filter((each) => appid === undefined || each.appid === appid).map(({ token }) => token);
    store.record({ kind: 'access_tokens_revoked', tokens });
    response.json({ expired: tokens.length });
  });
}

function routeMessages(router: Router, { store }: Context, isUser: (openid: string, response: Response) => boolean) {
  router.post('/subscribe', (request, response) => {
    const { openid, template_id: templateId, times } = subscribeSchema.parse(bodyOf(request));
    if (!isUser(openid, response)) return;
    store.record({ kind: 'subscription_accepted', openid, templateId, times });
    response.json({ quota: store.world.api.quotas.get(quotaKey(openid, templateId)) });
  });
  router.put('/templates', (request, response) => {
    const { templates } = templatesSchema.parse(bodyOf(request));
    const known = templates.map(({ template_id: templateId, fields }) => ({ templateId, fields }));
    store.record({ kind: 'templates_set', templates: known });
    response.json({ templates });
  });
  router.get('/messages', (_request, response) => {
    response.json({ messages: store.world.api.messages.map(describeMessage) });
  });
}

/** What users do in the mini-program, and what the platform holds about its content. */
export function routeApiControls(router: Router, context: Context): void {
  const { store } = context;
  const isUser = (openid: string, response: Response): boolean => {
    const isKnown = store.world.userNameByOpenid.has(openid);
    if (!isKnown) response.status(404).json({ message: '该openid不属于此小程序' });
    return isKnown;
  };
  routeTokens(router, context);
  routeMessages(router, context, isUser);
  router.put('/sec-check', (request, response) => {
    const { risky, review } = wordsSchema.parse(bodyOf(request));
    const before = store.world.api.wordList;
    const wordList = { risky: risky ?? before.risky, review: review ?? before.review };
    store.record({ kind: 'word_list_set', wordList });
    response.json(wordList);
  });
  router.post('/phone-codes', (request, response) => {
    const { openid, phone } = phoneSchema.parse(bodyOf(request));
    if (isUser(openid, response)) response.json({ code: issuePhoneCode(context, openid, phone) });
  });
}
