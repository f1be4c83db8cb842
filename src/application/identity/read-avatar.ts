import type { Avatar } from '../../domain/identity/avatar.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

/** By its name; null: nobody shows it, or not any more. */
export type ReadAvatar = (name: string) => Promise<Avatar | null>;

export const readAvatar =
  ({ uow }: { readonly uow: UnitOfWork<'avatars'> }): ReadAvatar =>
  (name) =>
    uow.run(({ avatars }) => avatars.find(name));
