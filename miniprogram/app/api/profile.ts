import { api } from './api';
import { API_BASE_URL } from './config';
import type { ProfileWish, Subscriptions, User } from './types';

export const changeProfile = (wish: ProfileWish): Promise<User> => api.put('/me', wish);
export const uploadAvatar = (filePath: string): Promise<User> => api.upload('/me/avatar', filePath);

/** Where the picture is to be had; an empty text where there is none. */
export const avatarOf = ({ avatar_url: path }: User): string => (path ? `${API_BASE_URL}${path}` : '');

export const readSubscriptions = (): Promise<Subscriptions> => api.get('/subscriptions');
export const acceptMessages = (templateIds: readonly string[]): Promise<Subscriptions> =>
  api.post('/subscriptions', { accepted: templateIds });
