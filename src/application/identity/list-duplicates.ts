import type { User } from '../../domain/identity/user.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type Duplicates = { readonly older: User; readonly younger: User };
export type ListDuplicates = () => Promise<readonly Duplicates[]>;

/** Users who are one person, as their unionid says, and whom only an operator can merge: both have a history. */
export const listDuplicates =
  ({ uow }: { readonly uow: UnitOfWork<'users'> }): ListDuplicates =>
  () =>
    uow.run(async ({ users }) => {
      const pairs: Duplicates[] = [];
      for (const [older, younger] of await users.listDuplicates()) {
        pairs.push({ older: (await users.find(older)) as User, younger: (await users.find(younger)) as User });
      }
      return pairs;
    });
