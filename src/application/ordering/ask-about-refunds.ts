import { askedUntil } from '../../domain/ordering/asked-until.ts';
import type { OpenRefund } from '../../domain/ordering/refund.ts';
import type { DueRefund, Refunds } from '../../domain/ordering/refunds.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'refunds' | 'clock'>; readonly reportFault: ReportFault };
type Asking<State extends OpenRefund> = {
  readonly takeDue: (refunds: Refunds, now: Date, limit: number) => Promise<readonly DueRefund<State>[]>;
  /** After so many tries. */
  readonly nextAt: (tries: number, refund: State, now: Date) => Date;
  readonly ask: (refund: State) => Promise<unknown>;
};
type Turn<State extends OpenRefund> = { readonly refund: State; readonly ours: Date; readonly next: Date };

/**
 * Asks the provider about each refund that is due. Who asks has half a minute for it, so that two workers do not ask at once, and a
 * crash, or a database that is away when the answer comes, costs no more; only then comes the next try.
 */
export const askAboutRefunds =
  <State extends OpenRefund>({ uow, reportFault }: Dependencies, { takeDue, nextAt, ask }: Asking<State>) =>
  async (signal: AbortSignal): Promise<void> => {
    const take = (limit: number) =>
      uow.run(async ({ refunds, clock }) => {
        const now = await clock.now();
        const turns: Turn<State>[] = [];
        for (const { refund, tries } of await takeDue(refunds, now, limit)) {
          const next = nextAt(tries + 1, refund, now);
          const ours = askedUntil(next, now);
          await refunds.schedule(refund.id, tries + 1, ours);
          turns.push({ refund, ours, next });
        }
        return turns;
      });
    const takeTurn = async ({ refund, ours, next }: Turn<State>): Promise<void> => {
      try {
        await ask(refund);
      } finally {
        // Nothing, where the answer has moved the refund.
        if (next > ours) await uow.run(({ refunds }) => refunds.postpone(refund.id, ours, next));
      }
    };
    await runDue(take, takeTurn, { signal, reportFault });
  };
