import type { PageStack } from '../page-stack.ts';
import { askModal } from '../shell/dialogs.ts';
import { later, textOf } from './call.ts';

const messages = new WeakMap<NonNullable<PageStack['current']>, string>();

/** The question before the back button leaves a page. WeChat asks for the button alone, not for moves of the mini-program. */
export const unloadAlert = (pages: PageStack) => ({
  enableAlertBeforeUnload: later('enableAlertBeforeUnload', (given) => {
    if (pages.current) messages.set(pages.current, textOf(given, 'message'));
  }),
  disableAlertBeforeUnload: later('disableAlertBeforeUnload', () => {
    if (pages.current) messages.delete(pages.current);
  }),
});

/** For the back button. */
export async function leave(pages: PageStack): Promise<void> {
  const page = pages.current;
  const message = page && messages.get(page);
  if (message !== undefined && !(await agrees(message))) return;
  if (pages.current === page) pages.navigateBack();
}

async function agrees(message: string): Promise<boolean> {
  const choices = [
    { id: 'stay', text: '取消' },
    { id: 'leave', text: '确定', color: '#576b95' },
  ];
  return (await askModal({ title: '', content: message }, choices)).id === 'leave';
}
