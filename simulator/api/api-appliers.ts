import { type PushWorld, saveDelivery } from '../push/push-state.ts';
import type { ApiChange } from './api-change.ts';
import { type ApiWorld, quotaKey } from './api-state.ts';

type Api = { readonly api: ApiWorld; readonly push: PushWorld };
type Applier<Kind extends ApiChange['kind']> = (world: Api, change: Extract<ApiChange, { kind: Kind }>) => void;

function addQuota({ api }: Api, openid: string, templateId: string, times: number): void {
  const key = quotaKey(openid, templateId);
  api.quotas.set(key, (api.quotas.get(key) ?? 0) + times);
}

function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the journal speaks of ${key} before it exists`);
  return value;
}

export const apiAppliers: { readonly [Kind in ApiChange['kind']]: Applier<Kind> } = {
  access_token_issued: ({ api }, { accessToken, earlier, forcedAtMs }) => {
    for (const each of [...earlier, accessToken]) api.accessTokens.set(each.token, each);
    const { appid } = accessToken;
    if (forcedAtMs !== null) api.forcedRefreshes.set(appid, [...(api.forcedRefreshes.get(appid) ?? []), forcedAtMs]);
  },
  access_tokens_revoked: ({ api }, { tokens }) => {
    for (const token of tokens) api.accessTokens.set(token, { ...known(api.accessTokens, token), revoked: true });
  },
  templates_set: ({ api }, { templates }) => {
    api.templates.clear();
    for (const template of templates) api.templates.set(template.templateId, template);
  },
  subscription_accepted: (world, { openid, templateId, times }) => addQuota(world, openid, templateId, times),
  message_sent: (world, { message }) => {
    addQuota(world, message.openid, message.templateId, -1);
    world.api.messages.push(message);
  },
  word_list_set: ({ api }, { wordList }) => {
    api.wordList = wordList;
  },
  phone_code_issued: ({ api }, { phoneCode }) => {
    api.phoneCodes.set(phoneCode.code, phoneCode);
  },
  phone_code_used: ({ api }, { code }) => {
    api.phoneCodes.set(code, { ...known(api.phoneCodes, code), used: true });
  },
  qr_code_made: ({ api }, { qrCode }) => {
    api.qrCodes.set(qrCode.ticket, qrCode);
  },
  code_made: ({ api }, { code }) => {
    api.codes.push(code);
  },
  code_rules_set: ({ api }, { rules }) => {
    api.codeRules = rules;
  },
  follower_acted: (world, { follower, delivery }) => {
    world.api.followers.set(follower.openid, follower);
    saveDelivery(world, delivery);
  },
};
