import type { TextCheck } from '../../domain/identity/text-check.ts';
import type { User } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { lockPresentUser } from './lock-present-user.ts';
import { type NicknameRefusal, refuseNickname } from './refuse-nickname.ts';
import { refuseTooMany } from './refuse-too-many.ts';

type Needed = 'users' | 'audit' | 'clock';
type Tools = { readonly ids: IdSource; readonly secrets: Secrets };
type Dependencies = Tools & { readonly uow: UnitOfWork<Needed>; readonly textCheck: TextCheck };

/** What is left out stays. */
export type ProfileWish = { readonly nickname?: string | undefined; readonly notifications?: boolean | undefined };
type Refusal = NicknameRefusal | { readonly kind: 'session_unknown' };
export type ChangeProfileOutcome = { readonly kind: 'changed'; readonly user: User } | Refusal;
export type ChangeProfile = (userId: UserId, wish: ProfileWish, by: DoneBy) => Promise<ChangeProfileOutcome>;

/** Nothing is changed unless everything is. A nickname that WeChat has not let pass is not kept. */
export const changeProfile =
  (dependencies: Dependencies): ChangeProfile =>
  async (userId, wish, by) => {
    const { nickname } = wish;
    const refusal = nickname === undefined ? null : await refuseNickname(dependencies, userId, nickname);
    return refusal ?? dependencies.uow.run((stores) => changeWithin(stores, dependencies, userId, wish, by));
  };

async function changeWithin(
  stores: Pick<Stores, Needed>,
  tools: Tools,
  userId: UserId,
  wish: ProfileWish,
  by: DoneBy,
): Promise<ChangeProfileOutcome> {
  const before = await lockPresentUser(stores, userId);
  if (!before) return { kind: 'session_unknown' };
  const { nickname = before.nickname, notifications = before.notifications } = wish;
  const user = { ...before, nickname, notifications };
  const isRenamed = nickname !== before.nickname;
  const refusal = isRenamed ? await refuseTooMany(stores, userId) : null;
  if (refusal) return refusal;
  if (isRenamed) await noteRenaming(stores, tools, before, user, by);
  if (notifications !== before.notifications) await noteSwitching(stores, tools, user, by);
  if (isRenamed || notifications !== before.notifications) await stores.users.save(user);
  return { kind: 'changed', user };
}

/** What a user calls himself stays out of the log; that it was another name than before can be told. */
async function noteRenaming(
  stores: Pick<Stores, Needed>,
  { ids, secrets }: Tools,
  before: User,
  after: User,
  by: DoneBy,
) {
  const printOf = ({ nickname }: User) => ({ nickname: secrets.digest(nickname).slice(0, 8) });
  await noteDeed(stores, ids, by, {
    ...{ action: 'user.renamed', subject: { kind: 'user', id: after.id }, userId: after.id },
    ...{ before: printOf(before), after: printOf(after) },
  });
}

async function noteSwitching(stores: Pick<Stores, Needed>, { ids }: Tools, { id, notifications }: User, by: DoneBy) {
  await noteDeed(stores, ids, by, {
    ...{ action: 'user.notifications_switched', subject: { kind: 'user', id }, userId: id },
    ...{ before: { notifications: !notifications }, after: { notifications } },
  });
}
