import { api } from './api';
import type { ApiKey, ApiKeyList, KeyLifetime, KeyStatus, KeyTerms, KeyWish, NewApiKey, RotatedApiKey } from './types';

type KeysQuery = { readonly status?: KeyStatus; readonly name?: string };
type Rotation = { readonly grace_seconds?: number; readonly lifetime_months?: KeyLifetime };
type Switched = { readonly ids: readonly string[]; readonly enabled: boolean };

/** The one used last first. */
export const listKeys = (query: KeysQuery = {}): Promise<ApiKeyList> => api.get('/api-keys', query);
export const createKey = (wish: KeyWish): Promise<NewApiKey> => api.post('/api-keys', wish);
export const changeKey = (id: string, terms: KeyTerms): Promise<ApiKey> => api.put(`/api-keys/${id}`, terms);
export const switchKeys = (ids: readonly string[], enabled: boolean): Promise<Switched> =>
  api.post('/api-keys/status', { ids, enabled });
export const deleteKeys = (ids: readonly string[]): Promise<{ readonly deleted: readonly string[] }> =>
  api.post('/api-keys/delete', { ids });
/** Another key in its place, which is shown once; the old one counts for the grace. */
export const rotateKey = (id: string, rotation: Rotation = {}): Promise<RotatedApiKey> =>
  api.post(`/api-keys/${id}/rotate`, rotation);
