import { settings } from '../settings.ts';
import { Refused } from './call.ts';

/** What WeChat's servers and the payer's phone do is done by the simulator, behind our own address. */
export async function askWechat<Answer>(path: string, body?: object): Promise<Answer> {
  if (!settings().online) throw new Refused('network error');
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/preview/wechat${path}`, body ? init : {});
  const answer = (await response.json()) as Answer & {
    readonly errMsg?: string;
    readonly errCode?: number;
    readonly message?: string;
  };
  if (response.ok) return answer;
  const reason = answer.errMsg?.replace(/^\w+:fail /, '') ?? answer.message ?? String(response.status);
  throw new Refused(reason, answer.errCode === undefined ? {} : { errCode: answer.errCode });
}

const openids = new Map<string, string>();

/** A code of wx.login for whoever holds the phone. */
export async function loginCode(): Promise<string> {
  const { user } = settings();
  const { code, openid } = await askWechat<{ code: string; openid: string }>('/login-codes', { user });
  openids.set(user, openid);
  return code;
}

/** Who pays. */
export async function openidOfUser(): Promise<string> {
  const { user } = settings();
  if (!openids.has(user)) await loginCode();
  return openids.get(user) ?? '';
}
