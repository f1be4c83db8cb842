import { isSealDue, type Seal } from '../../domain/ledger/seal.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'seals' | 'clock'>; readonly noteSeal: NoteSeal };

/** Port. Carries the digest out of the database, to where whoever rewrites the journal does not reach. */
export type NoteSeal = (seal: Seal) => void;

/** Takes a seal now. */
export const takeSeal =
  ({ uow }: Pick<Dependencies, 'uow'>) =>
  (): Promise<Seal> =>
    uow.run(async ({ seals, clock }) => {
      await seals.lock();
      return seals.add(await clock.now());
    });

/** A seal for each day in Beijing, soon after it has begun. */
export const sealLedger = ({ uow, noteSeal }: Dependencies): Sweep => ({
  name: 'seal-ledger',
  everyMs: 600_000,
  run: async () => {
    const taken = await uow.run(async ({ seals, clock }) => {
      await seals.lock();
      const now = await clock.now();
      return isSealDue(await seals.last(), now) ? seals.add(now) : null;
    });
    if (taken) noteSeal(taken);
  },
});
