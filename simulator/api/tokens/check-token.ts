import type { Context } from '../../context.ts';
import { type AppAccount, type AppKind, appAccounts } from '../../credentials/app-accounts.ts';
import { type ApiAnswer, refuse } from '../api-answer.ts';
import { isAlive } from './issue-token.ts';

export type TokenCheck =
  | { readonly kind: 'accepted'; readonly account: AppAccount }
  | { readonly kind: 'refused'; readonly refusal: ApiAnswer };

const refused = (errcode: number, reason: string): TokenCheck => ({
  kind: 'refused',
  refusal: refuse(errcode, reason),
});

/** Whose access token it is, if it may call what is for apps of this kind. */
export function checkToken({ credentials, store, now }: Context, token: string, app: AppKind): TokenCheck {
  if (!token) return refused(41001, 'access_token missing');
  const found = store.world.api.accessTokens.get(token);
  if (!found || found.revoked) {
    return refused(40001, 'invalid credential, access_token is invalid or not latest');
  }
  if (!isAlive(found, now())) return refused(42001, 'access_token expired');
  const account = appAccounts(credentials)[app];
  return found.appid === account.appid ? { kind: 'accepted', account } : refused(48001, 'api unauthorized');
}
