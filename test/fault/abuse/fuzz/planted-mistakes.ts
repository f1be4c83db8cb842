import type { UseCases } from '../../../../src/adapters/http/use-cases.ts';

/** One for each kind of violation that the judge knows. */
export const PLANTED = 6;
export const PLANTED_ROUTES = [
  ...['GET /api/v1/balance', 'GET /api/v1/me', 'GET /api/v1/subscriptions', 'POST /api/webhook/wechat-push'],
  ...['GET /internal/v1/users/:id/balance', 'POST /internal/v1/usage/:id/reverse'],
];

/** Mistakes as they could be made behind the routes; types would forbid some of them. */
export const withPlantedMistakes = (real: UseCases): Partial<UseCases> => ({
  // A fault.
  readBalance: () => Promise.reject(new Error('planted')),
  // No answer.
  listSubscriptions: () => new Promise(() => {}),
  // Off its schema.
  readAccount: async (userId) => {
    const outcome = await real.readAccount(userId);
    return outcome.kind === 'found' ? { ...outcome, held: -1n as typeof outcome.held } : outcome;
  },
  // A status that the document of that route does not know.
  admitService: async (caller, operation) =>
    operation === 'reverse'
      ? ({ kind: 'not_admitted', refusal: 'login_ticket_expired' } as never)
      : real.admitService(caller, operation),
  // A secret.
  authenticateSession: async (token) => {
    const outcome = await real.authenticateSession(token);
    return outcome.kind === 'signed_in' ? { ...outcome, user: { ...outcome.user, nickname: token } } : outcome;
  },
  // How it is made.
  receivePush: async () => ({ kind: 'refused', reason: new Error('planted').stack }) as never,
});
