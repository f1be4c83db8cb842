import { api } from './api';
import type { BegunClosing, CancelledClosing, Closing } from './types';

/** What the user has typed to say that he means it. */
export const CLOSING_WORD = '注销';

export const lookAtClosing = (): Promise<Closing> => api.get('/me/closing');
export const beginClosing = (waivesPoints: boolean): Promise<BegunClosing> =>
  api.post('/me/closing', { confirm: CLOSING_WORD, waive_points: waivesPoints });
export const cancelClosing = (): Promise<CancelledClosing> => api.post('/me/closing/cancel');
