/** What a page shows in the place of its content, or that it shows the content. */
export type View = {
  readonly kind: 'loading' | 'ready' | 'empty' | 'error' | 'offline';
  readonly title: string;
  readonly detail: string;
};

export const LOADING: View = { kind: 'loading', title: '', detail: '' };
export const READY: View = { kind: 'ready', title: '', detail: '' };
export const OFFLINE: View = { kind: 'offline', title: '网络不给力', detail: '请检查网络后重试' };

export const empty = (title: string, detail = ''): View => ({ kind: 'empty', title, detail });
export const failed = (title: string, detail: string): View => ({ kind: 'error', title, detail });
