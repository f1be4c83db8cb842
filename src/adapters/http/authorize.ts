import type { Request, RequestHandler, Response } from 'express';
import type { AuthenticateSession } from '../../application/identity/authenticate-session.ts';
import type { AdmitService } from '../../application/keyvault/admit-service.ts';
import type { Caller } from '../../application/ledger/usage.ts';
import type { Session, SessionKind } from '../../domain/identity/session.ts';
import type { User } from '../../domain/identity/user.ts';
import type { Operation, Service } from '../../domain/keyvault/service.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import { limitOf } from './limits/limit-of.ts';
import { isWithinLimit, refuseCaller } from './limits/limit-requests.ts';
import { peerOf } from './peer-of.ts';
import { requestIdOf } from './request-id.ts';
import { sendProblem } from './send-problem.ts';
import { signedWithOf } from './signature/verify-signature.ts';

type ForUser = (user: User, req: Request, res: Response, session: Session) => Promise<void>;

type Openness = { readonly whileClosing: boolean };
/** Of routes that a user who closes the account may still use, although they do more than read. */
export const WHILE_CLOSING: Openness = { whileClosing: true };
const UNLESS_CLOSING: Openness = { whileClosing: false };

/** A route for signed-in users. */
export const forUser = (
  authenticate: AuthenticateSession,
  handle: ForUser,
  openness: Openness = UNLESS_CLOSING,
): RequestHandler => forSession(authenticate, ['mini_program', 'web'], handle, openness);

/** The same, open to the checkout of a sister product as well: what belongs to buying. */
export const forBuyer = (
  authenticate: AuthenticateSession,
  handle: ForUser,
  openness: Openness = UNLESS_CLOSING,
): RequestHandler => forSession(authenticate, ['mini_program', 'web', 'checkout'], handle, openness);

const READS: readonly string[] = ['GET', 'HEAD'];

const forSession =
  (
    authenticate: AuthenticateSession,
    kinds: readonly SessionKind[],
    handle: ForUser,
    { whileClosing }: Openness,
  ): RequestHandler =>
  async (req, res) => {
    const token = bearerOf(req);
    if (!token) return sendProblem(req, res, 'session_missing');
    const outcome = await authenticate(token);
    if (outcome.kind !== 'signed_in') return sendProblem(req, res, outcome.kind);
    const { user, session } = outcome;
    if (!kinds.includes(session.kind)) return sendProblem(req, res, 'session_only_for_checkout');
    if (user.status === 'closing' && !whileClosing && !READS.includes(req.method)) {
      return sendProblem(req, res, 'account_closing');
    }
    if (!(await isWithinLimit(req, res, limitOf(req), user.id))) return;
    await handle(user, req, res, session);
  };

/** For the audit log: this user, with this request. */
export const byUser = ({ id: userId }: User, req: Request): DoneBy => ({
  ...{ actor: { kind: 'user', userId }, requestId: requestIdOf(req) },
});

/** A route for everybody that knows who has signed in. A token that is sent must be good. */
export const forVisitor = (
  authenticate: AuthenticateSession,
  handle: (user: User | null, req: Request, res: Response) => Promise<void>,
): RequestHandler => {
  const forSignedIn = forBuyer(authenticate, handle);
  return (req, res, next) =>
    req.headers.authorization === undefined ? handle(null, req, res) : forSignedIn(req, res, next);
};

/** A route for backend services that may do this. */
export const forService =
  (
    admit: AdmitService,
    operation: Operation,
    handle: (service: Service, req: Request, res: Response) => Promise<void>,
  ): RequestHandler =>
  async (req, res) => {
    const caller = callerOf(req);
    if (!caller) return sendProblem(req, res, 'service_token_missing');
    const admission = await admit(caller, operation);
    if (admission.kind === 'not_admitted') return refuseCaller(req, res, admission.refusal);
    await handle(admission.service, req, res);
  };

/** The backend service as this request presents it; null: without a token. */
export function callerOf(req: Request): Caller | null {
  const token = bearerOf(req);
  return token === null ? null : { token, peer: peerOf(req), signedWith: signedWithOf(req) };
}

export const bearerOf = (req: Request): string | null =>
  /^Bearer ([\x21-\x7e]{1,256})$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;
