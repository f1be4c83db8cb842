import type { Request, RequestHandler, Response } from 'express';
import type { AuthenticateSession } from '../../application/identity/authenticate-session.ts';
import type { AuthenticateService } from '../../application/keyvault/authenticate-service.ts';
import type { User } from '../../domain/identity/user.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import { sendProblem } from './send-problem.ts';

/** A route for signed-in users. */
export const forUser =
  (
    authenticate: AuthenticateSession,
    handle: (user: User, req: Request, res: Response) => Promise<void>,
  ): RequestHandler =>
  async (req, res) => {
    const token = bearerOf(req);
    if (!token) return sendProblem(req, res, 'session_missing');
    const session = await authenticate(token);
    if (session.kind !== 'signed_in') return sendProblem(req, res, session.kind);
    await handle(session.user, req, res);
  };

/** A route for everybody that knows who has signed in. A token that is sent must be good. */
export const forVisitor = (
  authenticate: AuthenticateSession,
  handle: (user: User | null, req: Request, res: Response) => Promise<void>,
): RequestHandler => {
  const forSignedIn = forUser(authenticate, handle);
  return (req, res, next) =>
    req.headers.authorization === undefined ? handle(null, req, res) : forSignedIn(req, res, next);
};

/** A route for backend services. */
export const forService =
  (
    authenticate: AuthenticateService,
    handle: (service: Service, req: Request, res: Response) => Promise<void>,
  ): RequestHandler =>
  async (req, res) => {
    const token = bearerOf(req);
    if (!token) return sendProblem(req, res, 'service_token_missing');
    const outcome = await authenticate(token);
    if (outcome.kind !== 'authenticated') return sendProblem(req, res, 'service_token_unknown');
    await handle(outcome.service, req, res);
  };

const bearerOf = (req: Request): string | null =>
  /^Bearer ([\x21-\x7e]{1,256})$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;
