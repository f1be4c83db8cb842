import { decideJoin, type Joinable } from '../../domain/identity/join.ts';
import type { User } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { isPristine, type PristineNeeds } from './is-pristine.ts';
import { type LockNeeds, lockUsers } from './lock-users.ts';
import { type TakeOverNeeds, takeOver } from './take-over.ts';

export type JoinNeeds = LockNeeds | PristineNeeds | TakeOverNeeds | 'audit' | 'clock';

/** These two are one person, says their unionid. Gives who it is from now on: `a`, where only an operator can tell. */
export async function joinUsers(
  stores: Pick<Stores, JoinNeeds>,
  ids: IdSource,
  by: DoneBy,
  a: User,
  b: User,
): Promise<User> {
  await lockUsers(stores, [a.id, b.id]);
  const joinable = async (user: User): Promise<Joinable> => ({ user, pristine: await isPristine(stores, user.id) });
  const decision = decideJoin(await joinable(a), await joinable(b));
  if (decision.kind === 'conflict') {
    await noteConflict(stores, ids, by, [a.id, b.id]);
    return a;
  }
  const { from, into } = decision;
  await takeOver(stores, from, into);
  const subject = { kind: 'user', id: from.id } as const;
  const after = { status: 'merged', mergedInto: into.id };
  const before = { status: from.status };
  await noteDeed(stores, ids, by, { action: 'identity.joined', subject, userId: into.id, before, after });
  return into;
}

/** Once per pair: every sign-in of theirs finds it again. */
async function noteConflict(
  stores: Pick<Stores, 'audit' | 'clock'>,
  ids: IdSource,
  by: DoneBy,
  pair: readonly UserId[],
): Promise<void> {
  const [one, other] = [...pair].sort() as [UserId, UserId];
  const action = 'identity.conflict';
  const noted = await stores.audit.list({ subjectId: one, action }, { before: null, limit: 100 });
  if (noted.some(({ after }) => after?.['other'] === other)) return;
  await noteDeed(stores, ids, by, { action, subject: { kind: 'user', id: one }, userId: one, after: { other } });
}
