/** What a page shows in the place of its content, or that it shows the content. */
export type View = {
  readonly kind: 'loading' | 'ready' | 'empty' | 'error' | 'offline' | 'signed_out';
  readonly title: string;
  readonly detail: string;
};

export const LOADING: View = { kind: 'loading', title: '', detail: '' };
export const READY: View = { kind: 'ready', title: '', detail: '' };
export const OFFLINE: View = { kind: 'offline', title: '网络不给力', detail: '请检查网络后重试' };
export const SIGNED_OUT: View = { kind: 'signed_out', title: '您已退出登录', detail: '登录后可查看您的内容' };

export const empty = (title: string, detail = ''): View => ({ kind: 'empty', title, detail });
export const failed = (title: string, detail: string): View => ({ kind: 'error', title, detail });
