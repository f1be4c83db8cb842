import { isPresent, type User } from '../../domain/identity/user.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type FindUser = (id: UserId) => Promise<User | null>;

/** Somebody who may sign in; for services that act for a user. */
export const findUser =
  ({ uow }: { readonly uow: UnitOfWork<'users'> }): FindUser =>
  async (id) => {
    const user = await uow.run(({ users }) => users.find(id));
    return user && isPresent(user) ? user : null;
  };
