import { Router } from 'express';
import type { Session } from '../../../domain/identity/session.ts';
import type { SessionId } from '../../../domain/shared/ids.ts';
import { byUser, forBuyer, forUser, WHILE_CLOSING } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { parseId, publicId } from '../public-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

/** Where the user is signed in, and the ways out. */
export function sessionsRoutes(useCases: UseCases): Router {
  const { authenticateSession, listSessions, endSession, revokeSession, revokeOtherSessions } = useCases;
  const router = Router();
  router.delete(
    '/session',
    forBuyer(
      authenticateSession,
      async (user, req, res, session) => {
        await endSession(session, byUser(user, req));
        res.status(204).end();
      },
      WHILE_CLOSING,
    ),
  );
  router.get(
    '/sessions',
    forUser(authenticateSession, async (user, _req, res, current) => {
      const sessions = await listSessions(user.id);
      res.json({ sessions: sessions.map((session) => sessionJson(session, current)) });
    }),
  );
  router.post(
    '/sessions/revoke-others',
    forUser(
      authenticateSession,
      async (user, req, res, session) => {
        res.json(await revokeOtherSessions(session, byUser(user, req)));
      },
      WHILE_CLOSING,
    ),
  );
  router.post(
    '/sessions/:id/revoke',
    forUser(
      authenticateSession,
      async (user, req, res) => {
        const id = parseId<SessionId>('ses', req.params['id']);
        const outcome = id && (await revokeSession(user.id, id, byUser(user, req)));
        if (outcome?.kind !== 'revoked') return sendProblem(req, res, 'unknown_session');
        res.status(204).end();
      },
      WHILE_CLOSING,
    ),
  );
  return router;
}

const sessionJson = (session: Session, current: Session) => ({
  id: publicId('ses', session.id),
  kind: session.kind,
  device: session.device,
  current: session.id === current.id,
  created_at: instant(session.createdAt),
  last_used_at: instant(session.lastUsedAt),
  expires_at: instant(session.expiresAt),
});
