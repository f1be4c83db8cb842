import { TICKET_KEPT_MS } from '../../domain/identity/login-ticket.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

const BATCH = 1_000;

/** What nobody can use any more, and where it was asked for from. The audit log keeps what came of it. */
export const removeOldLoginTickets = ({ uow }: { readonly uow: UnitOfWork<'loginTickets' | 'clock'> }): Sweep => ({
  name: 'remove-old-login-tickets',
  everyMs: 60 * 60_000,
  run: async (signal) => {
    const remove = () =>
      uow.run(async ({ loginTickets, clock }) => {
        const before = new Date((await clock.now()).getTime() - TICKET_KEPT_MS);
        return loginTickets.removeBefore(before, BATCH);
      });
    while (!signal.aborted && (await remove()) === BATCH);
  },
});
