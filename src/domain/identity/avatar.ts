import type { UserId } from '../shared/ids.ts';
import type { PictureType } from './pictures/judge-picture.ts';

const ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const satisfies Record<
  PictureType,
  string
>;
const NAME = /^[0-9a-f]{64}\.(?:jpg|png|webp)$/;

/** A picture that somebody shows of himself. It is known by its content: the same one is kept once. */
export type Avatar = {
  readonly sha256: string;
  readonly type: PictureType;
  readonly bytes: Uint8Array;
  readonly createdAt: Date;
};

/** What a user's picture is called, inside and outside. */
export const avatarName = ({ sha256, type }: Pick<Avatar, 'sha256' | 'type'>): string => `${sha256}.${ENDINGS[type]}`;
export const isAvatarName = (text: string): boolean => NAME.test(text);
export const hashOfAvatar = (name: string): string => name.slice(0, 64);

/** Port. */
export interface Avatars {
  find(name: string): Promise<Avatar | null>;
  /**
   * What a user has shown makes way for what he shows from now on, as his row says already. The old picture goes unless
   * somebody else shows it; whoever replaces the same pictures waits until the transaction ends.
   */
  replace(old: string | null, shown: Avatar | null): Promise<void>;
  /** The user shows none any more. To be called while his row still names it. */
  removeAllOf(userId: UserId): Promise<void>;
}
