import type { UserId } from '../shared/ids.ts';

export type User = {
  readonly id: UserId;
  readonly nickname: string;
  readonly createdAt: Date;
};

/** WeChat no longer tells nicknames at login (since 2022-10-25): a name to start with. */
export const defaultNickname = (id: UserId): string => `微信用户${id.replaceAll('-', '').slice(-6)}`;
