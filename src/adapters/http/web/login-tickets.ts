import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { ClaimLoginTicketOutcome } from '../../../application/identity/claim-login-ticket.ts';
import type { OpenLoginTicketOutcome } from '../../../application/identity/open-login-ticket.ts';
import type { LoginCode } from '../../../domain/identity/scene-codes.ts';
import type { LoginTicketId } from '../../../domain/shared/ids.ts';
import { instant } from '../json-values.ts';
import { clientOf, limitByAddress } from '../limits/limit-requests.ts';
import { userJson } from '../miniprogram/session.ts';
import { deviceName } from '../plain-text.ts';
import { parseId, publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { requestIdOf } from '../request-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

const Wish = z.strictObject({ device: deviceName.optional() });
const Claim = z.strictObject({ browser_secret: z.string().max(128) });

const POLL_AFTER_MS = 2_000;
const RETRY_AFTER_SECONDS = 60;

/** A browser asks for a code to be scanned, and then again and again whether it is signed in. */
export function loginTicketRoutes({ openLoginTicket, claimLoginTicket }: UseCases): Router {
  const router = Router();
  router.post('/login-tickets', limitByAddress('sign_in'), async (req, res) => {
    const body = readBody(Wish, req, res);
    if (!body) return;
    const { device = null } = body;
    sendTicket(req, res, await openLoginTicket({ device, askedFrom: clientOf(req) }));
  });
  router.post('/login-tickets/:id/claim', async (req, res) => {
    const body = readBody(Claim, req, res);
    if (!body) return;
    const id = parseId<LoginTicketId>('lgn', req.params['id']);
    if (!id) return sendProblem(req, res, 'unknown_login_ticket');
    const claim = { id, browserSecret: body.browser_secret, requestId: requestIdOf(req) };
    sendClaimed(req, res, await claimLoginTicket(claim));
  });
  return router;
}

function sendTicket(req: Request, res: Response, outcome: OpenLoginTicketOutcome): void {
  if (outcome.kind !== 'opened') {
    res.set('Retry-After', String(RETRY_AFTER_SECONDS));
    return sendProblem(req, res, outcome.kind);
  }
  const { ticket, browserSecret, code } = outcome;
  res.status(201).json({
    id: publicId('lgn', ticket.id),
    browser_secret: browserSecret,
    qr: codeJson(code, ticket.scene),
    expires_at: instant(ticket.expiresAt),
    poll_after_ms: POLL_AFTER_MS,
  });
}

const codeJson = (code: LoginCode, scene: string) =>
  code.kind === 'official_account'
    ? code
    : { kind: code.kind, scene, image_base64: Buffer.from(code.image).toString('base64') };

function sendClaimed(req: Request, res: Response, outcome: ClaimLoginTicketOutcome): void {
  switch (outcome.kind) {
    case 'waiting':
      res.json({ status: outcome.kind, poll_after_ms: POLL_AFTER_MS });
      return;
    case 'signed_in': {
      const { token, session, user } = outcome;
      res.json({ status: outcome.kind, token, expires_at: instant(session.expiresAt), user: userJson(user) });
      return;
    }
    default:
      return sendProblem(req, res, outcome.kind);
  }
}
