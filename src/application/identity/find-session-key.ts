import { sealedFor } from '../../domain/identity/session-key.ts';
import type { SealSecret } from '../shared/seal-secret.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'users'>; readonly sealSecret: SealSecret };
/** Null: none is kept, or the secret that it was sealed under has been changed; the next login brings one. */
export type FindSessionKey = (appid: string, openid: string) => Promise<string | null>;

/** The newest session key of this WeChat user, for signing what only the user's own phone may use. */
export const findSessionKey =
  ({ uow, sealSecret }: Dependencies): FindSessionKey =>
  async (appid, openid) => {
    const kept = await uow.run(({ users }) => users.sessionKeyOf(appid, openid));
    return kept && sealSecret.open(kept.sealed, sealedFor(appid, openid));
  };
