import { closedUser } from '../../domain/identity/closing.ts';
import type { User } from '../../domain/identity/user.ts';
import type { ApiKeyId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type EraseNeeds =
  | 'users'
  | 'sessions'
  | 'avatars'
  | 'notices'
  | 'consents'
  | 'lowPointsMarks'
  | 'webhookOutbox'
  | 'webhookMarks'
  | 'followers'
  | 'externalUsers'
  | 'checkoutSessions'
  | 'apiKeys'
  | 'invoiceTitles'
  | 'invoices';

/**
 * Every place that says who a user is: a store that keeps something about people has a line here. What stays, and why, is in
 * docs/adr/0022; test/http/closing-erases.test.ts looks through all tables. Gives the keys that went.
 */
export async function erasePerson(stores: Pick<Stores, EraseNeeds>, user: User, at: Date): Promise<ApiKeyId[]> {
  const { users, sessions, apiKeys, invoiceTitles, invoices } = stores;
  // Before the user shows none: it is known by who shows it.
  await stores.avatars.removeAllOf(user.id);
  await users.save(closedUser(user));
  for (const { appid, openid } of await users.listIdentities(user.id)) await users.removeIdentity(appid, openid);
  await stores.followers.removeAllOf(user.id);
  await stores.externalUsers.removeAllOf(user.id);
  await stores.checkoutSessions.eraseNamesOf(user.id);
  await stores.notices.removeAllOf(user.id);
  await stores.consents.removeAllOf(user.id);
  await stores.lowPointsMarks.removeAllOf(user.id);
  await stores.webhookOutbox.eraseNamesOf(user.id);
  await stores.webhookMarks.removeAllOf(user.id);
  await sessions.removeAllOf(user.id, null);
  await invoiceTitles.removeAllOf(user.id);
  await invoices.eraseTitlesOf(user.id);
  return apiKeys.removeAllOf(user.id, at);
}
