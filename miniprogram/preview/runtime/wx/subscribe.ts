import { settings } from '../settings.ts';
import { Refused } from './call.ts';
import { askWechat, openidOfUser } from './wechat.ts';

/** No more are asked for at once. */
const MOST = 3;

/** wx.requestSubscribeMessage: the user takes all of them, or none; WeChat counts what he has taken. */
export async function askToSubscribe(templateIds: readonly string[]): Promise<Record<string, string>> {
  if (templateIds.length === 0) throw new Refused("TmplIds can't be empty", { errCode: 10_001 });
  if (templateIds.length > MOST) throw new Refused('TmplIds limit exceeded', { errCode: 20_003 });
  const { messages } = settings();
  if (messages === 'accept') {
    const openid = await openidOfUser();
    for (const id of templateIds) await askWechat('/subscribe', { openid, template_id: id });
  }
  return Object.fromEntries(templateIds.map((id) => [id, messages]));
}
