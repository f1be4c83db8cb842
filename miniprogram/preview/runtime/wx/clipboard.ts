import { API_BASE_URL } from '../../../app/api/config.ts';
import { showToast } from '../shell/dialogs.ts';
import { later, textOf } from './call.ts';

let kept = '';
/** Whoever pastes a command wants it to lead here. */
const leadingHere = (text: string): string => text.replaceAll(API_BASE_URL, location.origin);

export const clipboard = {
  setClipboardData: later('setClipboardData', (given) => {
    kept = leadingHere(textOf(given, 'data'));
    void navigator.clipboard?.writeText(kept).catch(() => {});
    showToast('内容已复制', 'none', { durationMs: 1_500, mask: false });
  }),
  getClipboardData: later('getClipboardData', () => ({ data: kept })),
};

/** For tests. */
export const copied = (): string => kept;
