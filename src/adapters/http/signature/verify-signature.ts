import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler } from 'express';
import type { CheckSignature } from '../../../application/keyvault/check-signature.ts';
import type { SigningSecretId } from '../../../domain/shared/ids.ts';
import { refuseCaller } from '../limits/limit-requests.ts';
import { sendProblem } from '../send-problem.ts';
import { rawBodyOf } from './raw-body.ts';
import { isSigned, readSignature, type SentSignature } from './read-signature.ts';

const signers = new WeakMap<IncomingMessage, SigningSecretId>();

/** With which secret this request was signed; null: it was not. Whether that counts, the use case decides. */
export const signedWithOf = (req: IncomingMessage): SigningSecretId | null => signers.get(req) ?? null;

/** A signature that is sent must be right, also where none is asked for. Behind the body parser, before the routes. */
export const verifySignature =
  (check: CheckSignature): RequestHandler =>
  async (req, res, next) => {
    if (!isSigned(req.headers)) return next();
    const sent = readSignature(req.headers);
    if (!sent) return refuseCaller(req, res, 'signature_wrong', { reason: 'malformed' });
    const outcome = await check(signedRequest(req, sent));
    switch (outcome.kind) {
      case 'right':
        signers.set(req, outcome.signedWith);
        return next();
      case 'wrong':
        return refuseCaller(req, res, 'signature_wrong', { reason: outcome.reason });
      case 'not_checkable':
        req.log.error('a signature cannot be checked: SEAHORSE_SECRET is missing, or not the one of the secret');
        return sendProblem(req, res, 'signature_not_checkable');
    }
  };

const signedRequest = (req: Request, sent: SentSignature): Parameters<CheckSignature>[0] => ({
  ...sent,
  method: req.method,
  target: req.originalUrl,
  idempotencyKey: String(req.headers['idempotency-key'] ?? ''),
  body: rawBodyOf(req),
  receivedAt: new Date(),
});
