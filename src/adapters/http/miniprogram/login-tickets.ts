import { Router } from 'express';
import { z } from 'zod';
import type { AnswerLoginTicketOutcome } from '../../../application/identity/answer-login-ticket.ts';
import { forUser } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { plainText } from '../plain-text.ts';
import { readBody } from '../read-body.ts';
import { requestIdOf } from '../request-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

const Answer = z.strictObject({
  /** What the code carried. */
  scene: plainText.max(64),
  /** Left out: only tell what is being signed in. */
  confirm: z.boolean().optional(),
});

/** The page that the code leads to: a browser wants to be signed in as this user. */
export function loginTicketRoutes({ authenticateSession, answerLoginTicket }: UseCases): Router {
  const router = Router();
  router.post(
    '/login-tickets/confirm',
    forUser(authenticateSession, async ({ id: userId }, req, res) => {
      const body = readBody(Answer, req, res);
      if (!body) return;
      const { scene, confirm } = body;
      const answer = confirm === undefined ? 'look' : confirm ? 'confirm' : 'refuse';
      const outcome = await answerLoginTicket({ scene, userId, answer, requestId: requestIdOf(req) });
      if (outcome.kind !== 'found' && outcome.kind !== 'refused') return sendProblem(req, res, outcome.kind);
      res.json(outcome.kind === 'refused' ? { status: 'refused' } : ticketJson(outcome));
    }),
  );
  return router;
}

export const ticketJson = ({ ticket, standing }: Extract<AnswerLoginTicketOutcome, { kind: 'found' }>) => ({
  status: standing === 'waiting' ? ('waiting' as const) : ('confirmed' as const),
  device: ticket.device,
  created_at: instant(ticket.createdAt),
  expires_at: instant(ticket.expiresAt),
});
