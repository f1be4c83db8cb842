import { askModal, hideToast, pick, showToast } from '../shell/dialogs.ts';
import { later, Refused } from './call.ts';

const TOAST_MS = 1_500;
const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);

export const feedback = {
  showToast: later('showToast', ({ title, icon, duration, mask }) =>
    showToast(text(title), text(icon, 'success'), { durationMs: Number(duration ?? TOAST_MS), mask: mask === true }),
  ),
  hideToast: later('hideToast', hideToast),
  showLoading: later('showLoading', ({ title, mask }) =>
    showToast(text(title), 'loading', { durationMs: null, mask: mask === true }),
  ),
  hideLoading: later('hideLoading', hideToast),
  showModal: later('showModal', async (given) => {
    const confirm = {
      id: 'confirm',
      text: text(given['confirmText'], '确定'),
      color: text(given['confirmColor'], '#576b95'),
    };
    const cancel = { id: 'cancel', text: text(given['cancelText'], '取消'), color: text(given['cancelColor'], '#000') };
    const input = given['editable'] === true ? { input: { placeholder: text(given['placeholderText']) } } : {};
    const shown = { title: text(given['title']), content: text(given['content']), ...input };
    const { id, typed } = await askModal(shown, given['showCancel'] === false ? [confirm] : [cancel, confirm]);
    return { confirm: id === 'confirm', cancel: id === 'cancel', content: input.input ? typed : null };
  }),
  showActionSheet: later('showActionSheet', async ({ itemList }) => {
    const tapIndex = await pick(itemList as string[]);
    if (tapIndex === null) throw new Refused('cancel');
    return { tapIndex };
  }),
};
