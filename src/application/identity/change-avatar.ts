import { type Avatar, avatarName, hashOfAvatar } from '../../domain/identity/avatar.ts';
import { judgePicture, type PictureRefusal } from '../../domain/identity/pictures/judge-picture.ts';
import type { TooManyChanges } from '../../domain/identity/profile-changes.ts';
import type { User } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { lockPresentUser } from './lock-present-user.ts';
import { refuseTooMany } from './refuse-too-many.ts';

type Needed = 'users' | 'avatars' | 'audit' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource };
type Changed = { readonly kind: 'changed'; readonly user: User };
type Gone = { readonly kind: 'session_unknown' };
export type ChangeAvatarOutcome = Changed | PictureRefusal | TooManyChanges | Gone;
export type ChangeAvatar = (userId: UserId, bytes: Uint8Array, by: DoneBy) => Promise<ChangeAvatarOutcome>;
export type RemoveAvatar = (userId: UserId, by: DoneBy) => Promise<Changed | Gone>;

/** Shows this picture from now on; the one before is deleted, unless somebody else shows it too. */
export const changeAvatar =
  ({ uow, ids, secrets }: Dependencies & { readonly secrets: Secrets }): ChangeAvatar =>
  async (userId, bytes, by) => {
    const verdict = judgePicture(bytes);
    if (verdict.kind !== 'picture') return verdict;
    const picture = { sha256: secrets.digest(bytes), type: verdict.type, bytes };
    return uow.run(async (stores) => {
      const user = await lockPresentUser(stores, userId);
      if (!user) return { kind: 'session_unknown' };
      if (user.avatar === avatarName(picture)) return { kind: 'changed', user };
      const refusal = await refuseTooMany(stores, userId);
      if (refusal) return refusal;
      const avatar = { ...picture, createdAt: await stores.clock.now() };
      return { kind: 'changed', user: await show(stores, ids, user, avatar, by) };
    });
  };

/** Never refused for its frequency, although it counts: whoever wants his picture gone waits for nothing. */
export const removeAvatar =
  ({ uow, ids }: Dependencies): RemoveAvatar =>
  (userId, by) =>
    uow.run(async (stores) => {
      const user = await lockPresentUser(stores, userId);
      if (!user) return { kind: 'session_unknown' };
      return { kind: 'changed', user: user.avatar === null ? user : await show(stores, ids, user, null, by) };
    });

async function show(
  stores: Pick<Stores, Needed>,
  ids: IdSource,
  before: User,
  avatar: Avatar | null,
  by: DoneBy,
): Promise<User> {
  const user = { ...before, avatar: avatar && avatarName(avatar) };
  await stores.users.save(user);
  await stores.avatars.replace(before.avatar, avatar);
  await noteDeed(stores, ids, by, {
    ...{ action: 'user.avatar_changed', subject: { kind: 'user', id: user.id }, userId: user.id },
    ...{ before: { avatar: before.avatar && hashOfAvatar(before.avatar) }, after: { avatar: avatar?.sha256 ?? null } },
  });
  return user;
}
