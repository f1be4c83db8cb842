import type { NoticeKind } from '../../domain/identity/notice.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

const USERS_AT_ONCE = 200;

/** Everybody who would take a message of this kind, each once, page by page. Nobody else is looked at. */
export async function* willingUsers(uow: UnitOfWork<'consents'>, kind: NoticeKind): AsyncGenerator<readonly UserId[]> {
  let after: UserId | null = null;
  for (;;) {
    const page = { after, limit: USERS_AT_ONCE };
    const users: UserId[] = await uow.run(({ consents }) => consents.listWilling(kind, page));
    if (users.length > 0) yield users;
    after = users.at(-1) ?? null;
    if (users.length < USERS_AT_ONCE) return;
  }
}
