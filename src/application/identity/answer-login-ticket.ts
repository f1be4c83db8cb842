import { refuseTicket } from '../../domain/identity/login-ticket.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import {
  type ConfirmNeeds,
  confirmWithin,
  type FoundTicket,
  findForUser,
  type TicketRefusal,
} from './confirm-login-ticket.ts';

type Dependencies = { readonly uow: UnitOfWork<ConfirmNeeds>; readonly ids: IdSource };
export type LoginAnswer = {
  readonly scene: string;
  readonly userId: UserId;
  /** `look` changes nothing. */
  readonly answer: 'look' | 'confirm' | 'refuse';
  readonly requestId: string | null;
};
export type AnswerLoginTicketOutcome = FoundTicket | { readonly kind: 'refused' } | TicketRefusal;
export type AnswerLoginTicket = (given: LoginAnswer) => Promise<AnswerLoginTicketOutcome>;

/** The mini-program, opened by the code, asks its user: is it you who wants to sign in there? */
export const answerLoginTicket =
  ({ uow, ids }: Dependencies): AnswerLoginTicket =>
  ({ answer, ...given }) =>
    uow.run((stores) => {
      if (answer === 'confirm') return confirmWithin(stores, ids, given.scene, given);
      return answer === 'refuse' ? refuse(stores, ids, given) : findForUser(stores, given.scene, given.userId);
    });

async function refuse(
  stores: Pick<Stores, ConfirmNeeds>,
  ids: IdSource,
  { scene, userId, requestId }: Omit<LoginAnswer, 'answer'>,
): Promise<AnswerLoginTicketOutcome> {
  const found = await findForUser(stores, scene, userId);
  if (found.kind !== 'found') return found;
  const { ticket } = found;
  if (ticket.state !== 'waiting' && ticket.state !== 'confirmed') return { kind: 'login_ticket_used' };
  await stores.loginTickets.save(refuseTicket(ticket, userId));
  const subject = { kind: 'login_ticket', id: ticket.id } as const;
  const by = { actor: { kind: 'user', userId }, requestId } as const;
  await noteDeed(stores, ids, by, { action: 'login_ticket.refused', subject, userId });
  return { kind: 'refused' };
}
