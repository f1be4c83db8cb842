import {
  loginScene,
  newTicket,
  SCENE_RANDOM_BYTES,
  TICKET_LIFE_MS,
  TICKET_WINDOW_MS,
  TICKETS_PER_WINDOW,
  type WaitingTicket,
} from '../../domain/identity/login-ticket.ts';
import type { LoginCode, SceneCodes } from '../../domain/identity/scene-codes.ts';
import { hexOf } from '../../domain/shared/bytes.ts';
import type { LoginTicketId } from '../../domain/shared/ids.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needs = 'loginTickets' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needs>;
  readonly sceneCodes: SceneCodes;
  readonly ids: IdSource;
  readonly secrets: Secrets;
};
export type LoginWish = {
  readonly device: string | null;
  /** Where the browser is, as far as limits tell clients apart. */
  readonly askedFrom: string;
};
export type OpenLoginTicketOutcome =
  | {
      readonly kind: 'opened';
      readonly ticket: WaitingTicket;
      /** Shown now and never again. */
      readonly browserSecret: string;
      readonly code: LoginCode;
    }
  | { readonly kind: 'too_many_login_tickets' };
export type OpenLoginTicket = (wish: LoginWish) => Promise<OpenLoginTicketOutcome>;

const SECRET_BYTES = 32;

/** A browser wants to be signed in by a scan. WeChat is asked for the code last: what is too many never gets there. */
export const openLoginTicket =
  ({ uow, sceneCodes, ids, secrets }: Dependencies): OpenLoginTicket =>
  async (wish) => {
    const browserSecret = `hlb_${hexOf(secrets.random(SECRET_BYTES))}`;
    const asked = { ...wish, id: ids.next<LoginTicketId>(), scene: loginScene(secrets.random(SCENE_RANDOM_BYTES)) };
    const ticket = await uow.run((stores) => add(stores, asked, secrets.digest(browserSecret)));
    if (!ticket) return { kind: 'too_many_login_tickets' };
    const code = await sceneCodes.createLoginCode(ticket.scene, TICKET_LIFE_MS / 1_000);
    return { kind: 'opened', ticket, browserSecret, code };
  };

async function add(
  { loginTickets, clock }: Pick<Stores, Needs>,
  asked: Parameters<typeof newTicket>[0],
  browserSecretDigest: string,
): Promise<WaitingTicket | null> {
  await loginTickets.lockClient(asked.askedFrom);
  const now = await clock.now();
  const since = new Date(now.getTime() - TICKET_WINDOW_MS);
  if ((await loginTickets.countWaiting(asked.askedFrom, since)) >= TICKETS_PER_WINDOW) return null;
  const ticket = newTicket(asked, now);
  await loginTickets.add(ticket, browserSecretDigest);
  return ticket;
}
