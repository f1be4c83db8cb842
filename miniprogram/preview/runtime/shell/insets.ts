import { settings } from '../settings.ts';

/** What the phone itself takes: the status bar, and the bar to swipe up from. */
export const insets = (): { readonly top: number; readonly bottom: number } =>
  settings().platform === 'android' ? { top: 28, bottom: 0 } : { top: 44, bottom: 34 };
