import { acceptMessages, changeProfile } from '../api/profile';
import type { User } from '../api/types';

/** WeChat asks for no more at once. */
const MOST_TEMPLATES = 3;

/**
 * 通知开关. WeChat asks the user itself, and only straight from a tap: whoever calls this has the templates already, and
 * awaits nothing before.
 */
export async function switchNotifications(on: boolean, templateIds: readonly string[]): Promise<User> {
  const accepted = on ? await askForMessages(templateIds.slice(0, MOST_TEMPLATES)) : [];
  const user = await changeProfile({ notifications: on });
  if (accepted.length > 0) await acceptMessages(accepted);
  return user;
}

/** Which ones the user takes. The switch is his own word, and counts also where he takes none now. */
async function askForMessages(templateIds: readonly string[]): Promise<string[]> {
  if (templateIds.length === 0) return [];
  try {
    const answer = await wx.requestSubscribeMessage({ tmplIds: [...templateIds] });
    return templateIds.filter((id) => answer[id] === 'accept');
  } catch {
    return [];
  }
}
