import { showToast } from '../shell/dialogs.ts';
import { later, textOf } from './call.ts';

let kept = '';

export const clipboard = {
  setClipboardData: later('setClipboardData', (given) => {
    kept = textOf(given, 'data');
    void navigator.clipboard?.writeText(kept).catch(() => {});
    showToast('内容已复制', 'none', { durationMs: 1_500, mask: false });
  }),
  getClipboardData: later('getClipboardData', () => ({ data: kept })),
};

/** For tests. */
export const copied = (): string => kept;
