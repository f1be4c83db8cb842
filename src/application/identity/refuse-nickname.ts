import type { TooManyChanges } from '../../domain/identity/profile-changes.ts';
import type { TextCheck } from '../../domain/identity/text-check.ts';
import { Unavailable } from '../../domain/shared/faults.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { refuseTooMany } from './refuse-too-many.ts';

type Dependencies = { readonly uow: UnitOfWork<'users' | 'audit' | 'clock'>; readonly textCheck: TextCheck };
export type NicknameRefusal =
  | TooManyChanges
  | { readonly kind: 'nickname_refused' }
  /** WeChat cannot judge for this user: not now, or never. */
  | { readonly kind: 'nickname_not_checkable' }
  /** WeChat gave no answer. */
  | { readonly kind: 'nickname_not_checked'; readonly fault: Unavailable };

/** Null: the user may be called so. WeChat is asked outside the transaction, and only about what he is not called already. */
export async function refuseNickname(
  { uow, textCheck }: Dependencies,
  userId: UserId,
  nickname: string,
): Promise<NicknameRefusal | null> {
  const asking = await uow.run(async (stores) => {
    const isCalledSo = (await stores.users.find(userId))?.nickname === nickname;
    if (isCalledSo) return null;
    return (await refuseTooMany(stores, userId)) ?? { openid: await stores.users.openidOf(userId, textCheck.appid) };
  });
  if (asking === null || 'kind' in asking) return asking;
  // Somebody who came by another way: a name that nobody has judged is not shown.
  if (asking.openid === null) return { kind: 'nickname_not_checkable' };
  try {
    const verdict = await textCheck.checkNickname(asking.openid, nickname);
    if (verdict === 'pass') return null;
    return { kind: verdict === 'refused' ? 'nickname_refused' : 'nickname_not_checkable' };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { kind: 'nickname_not_checked', fault: error };
  }
}
