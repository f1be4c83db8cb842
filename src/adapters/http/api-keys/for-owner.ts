import type { Request, RequestHandler, Response } from 'express';
import type { User } from '../../../domain/identity/user.ts';
import type { DoneBy } from '../../../domain/shared/audit.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { bearerOf, byUser, forService, forUser } from '../authorize.ts';
import { parseId } from '../public-id.ts';
import { requestIdOf } from '../request-id.ts';
import { sendProblem, setLanguage } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

/** Whose keys, and who deals with them. */
export type Owner = { readonly user: User; readonly by: DoneBy };
type Handle = (owner: Owner, req: Request, res: Response) => Promise<void>;
type Needs = Pick<UseCases, 'authenticateSession' | 'admitService' | 'findUser'>;

/**
 * A route for users, and for services that name the user they act for: `?user_id=usr_…`, in the path, which a signature covers.
 * Of a user it is ignored: he acts for himself.
 */
export function forOwner(useCases: Needs, handle: Handle): RequestHandler {
  const forUsers = forUser(useCases.authenticateSession, (user, req, res) =>
    handle({ user, by: byUser(user, req) }, req, res),
  );
  const forServices = forService(useCases.admitService, 'keys', async (service, req, res) => {
    const named = req.query['user_id'];
    if (named === undefined) return sendProblem(req, res, 'user_not_named');
    const userId = parseId<UserId>('usr', named);
    const user = userId && (await useCases.findUser(userId));
    if (!user) return sendProblem(req, res, 'unknown_user');
    const actor = { kind: 'service', serviceId: service.id, onBehalfOf: user.id } as const;
    await handle({ user, by: { actor, requestId: requestIdOf(req) } }, req, res);
  });
  return (req, res, next) => {
    if (!isService(req)) return forUsers(req, res, next);
    setLanguage(res, 'en');
    return forServices(req, res, next);
  };
}

/** For what is refused before the owner is known: services read English, people Chinese. */
export const speakToWhoeverCalls: RequestHandler = (req, res, next) => {
  setLanguage(res, isService(req) ? 'en' : 'zh');
  next();
};

const isService = (req: Request): boolean => bearerOf(req)?.startsWith('ss_') ?? false;
