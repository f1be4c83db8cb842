import { api } from './api';
import type { Balance, SessionItem, User, WebLogin } from './types';

export const readMe = (): Promise<User> => api.get('/me');
export const readBalance = (): Promise<Balance> => api.get('/balance');

export const listSessions = (): Promise<{ readonly sessions: readonly SessionItem[] }> => api.get('/sessions');
export const revokeSession = (id: string): Promise<void> => api.post(`/sessions/${id}/revoke`);
export const revokeOtherSessions = (): Promise<unknown> => api.post('/sessions/revoke-others');

/** A browser that wants to be signed in, by what its code carried. */
export const lookAtWebLogin = (scene: string): Promise<WebLogin> => api.post('/login-tickets/confirm', { scene });
export const answerWebLogin = (scene: string, confirm: boolean): Promise<unknown> =>
  api.post('/login-tickets/confirm', { scene, confirm });

/** 退出登录. The session is forgotten here even where the server cannot be reached. */
export async function endSession(): Promise<void> {
  try {
    await api.delete('/session');
  } finally {
    api.leave();
  }
}

/** 微信一键登录, after 退出登录. */
export const enterAgain = (): void => api.enter();
