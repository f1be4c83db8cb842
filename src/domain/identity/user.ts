import type { UserId } from '../shared/ids.ts';

export type UserStatus =
  | 'active'
  /** Wants to be deleted: keys are off, nothing can be bought, and it can be taken back for a while. */
  | 'closing'
  /** Deleted: nobody signs in, what was personal is gone, the ledger stays. */
  | 'closed'
  /** Another user has taken this one's place. */
  | 'merged';
export const USER_STATUSES = ['active', 'closing', 'closed', 'merged'] as const satisfies readonly UserStatus[];

export type User = {
  readonly id: UserId;
  readonly nickname: string;
  /** Name of the picture, see avatar.ts. Null: none was uploaded. */
  readonly avatar: string | null;
  /** 通知开关: whether we may send subscribe messages at all. */
  readonly notifications: boolean;
  readonly status: UserStatus;
  /** Of a merged user. */
  readonly mergedInto: UserId | null;
  readonly createdAt: Date;
};

export const NICKNAME_MAX_LENGTH = 20;

/** WeChat no longer tells nicknames at login (since 2022-10-25): a name to start with. */
export const defaultNickname = (id: UserId): string => `微信用户${id.replaceAll('-', '').slice(-6)}`;

export const newUser = (id: UserId, createdAt: Date, nickname = defaultNickname(id)): User => ({
  ...{ id, nickname, avatar: null, notifications: true, status: 'active', mergedInto: null, createdAt },
});

/** May somebody sign in as this user? */
export const isPresent = ({ status }: Pick<User, 'status'>): boolean => status === 'active' || status === 'closing';
