import { createHash } from 'node:crypto';
import type { StoredCredentials } from './credentials.ts';

export const appKinds = ['miniprogram', 'official_account'] as const;
export type AppKind = (typeof appKinds)[number];

export type AppAccount = {
  readonly kind: AppKind;
  readonly appid: string;
  readonly appSecret: string;
  /** `gh_…`, the `ToUserName` of what WeChat pushes. */
  readonly originalId: string;
};

/** The two apps of the one merchant. */
export function appAccounts({ merchant }: StoredCredentials): Readonly<Record<AppKind, AppAccount>> {
  const { appid, appSecret, officialAccount } = merchant;
  const originalId = `gh_${createHash('sha256').update(appid).digest('hex').slice(0, 12)}`;
  return {
    miniprogram: { kind: 'miniprogram', appid, appSecret, originalId },
    official_account: { kind: 'official_account', ...officialAccount },
  };
}
