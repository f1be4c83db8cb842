import { acceptMessages, changeProfile } from '../api/profile';
import type { User } from '../api/types';
import { tell } from './define-page';

/** WeChat asks for no more at once. */
const MOST_TEMPLATES = 3;

/**
 * 通知开关. WeChat asks the user itself, and only straight from a tap: whoever calls this has the templates already, and
 * awaits nothing before.
 */
async function switchNotifications(on: boolean, templateIds: readonly string[]): Promise<User> {
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

type SwitchPage = {
  readonly data: { readonly notifications: boolean; readonly templateIds: readonly string[] };
  setData(change: { notifications: boolean }): void;
};

/** For the switch of a page: it moves at once, and goes back where that was refused. */
export async function flipNotifications(page: SwitchPage, on: boolean): Promise<void> {
  const before = page.data.notifications;
  page.setData({ notifications: on });
  try {
    page.setData({ notifications: (await switchNotifications(on, page.data.templateIds)).notifications });
  } catch (error) {
    page.setData({ notifications: before });
    tell(error);
  }
}
