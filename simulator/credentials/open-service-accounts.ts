import { randomDigits, randomHex, randomText } from '../crypto/random-text.ts';
import type { ServiceAccounts, StoredCredentials } from './credentials.ts';

export const openServiceAccounts = (): ServiceAccounts => ({
  xpay: { offerId: `1450${randomDigits(6)}`, appKey: randomText(32), sandboxAppKey: randomText(32) },
  push: { token: randomText(32), encodingAesKey: randomText(43) },
  officialAccount: { appid: `wx${randomHex(16)}`, appSecret: randomHex(32), originalId: `gh_${randomHex(12)}` },
});

/** An account opened before a service existed gets it now, and what it holds stays. A complete one is answered as it is. */
export function completeAccount(account: StoredCredentials): StoredCredentials {
  const services = openServiceAccounts();
  if (Object.keys(services).every((service) => service in account.merchant)) return account;
  return { ...account, merchant: { ...services, ...account.merchant } };
}
