import { readSealAge } from '../../../../adapters/postgres/read-health.ts';
import { type Check, failInProduction, ok } from '../check.ts';

/** One is taken a day. */
const MOST_HOURS = 26;

export const sealAge: Check = {
  name: 'ledger seal',
  look: async (ground) => {
    const { sealHours, waitingHours } = await readSealAge(await ground.database);
    const hours = sealHours ?? waitingHours;
    const found = sealHours === null ? 'none so far' : `the last one is ${sealHours.toFixed(1)} h old`;
    if (hours === null || hours <= MOST_HOURS) return ok(found);
    return failInProduction(
      ground.config.production,
      found,
      'see that "seahorse work" runs, or run "seahorse ledger seal"',
    );
  },
};
