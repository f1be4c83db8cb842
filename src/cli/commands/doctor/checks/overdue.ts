import { overdueWork } from '../../../../adapters/postgres/read-health.ts';
import { type Check, failInProduction, ok } from '../check.ts';

const GRACE_MINUTES = 10;

export const overdue: Check = {
  name: 'work of the workers',
  look: async (ground) => {
    const late = await overdueWork(await ground.database, GRACE_MINUTES);
    if (late.length === 0) return ok(`nothing is more than ${GRACE_MINUTES} minutes late`);
    const found = late.map(({ what, rows, minutes }) => `${what}: ${rows}, up to ${minutes} minutes late`).join('; ');
    return failInProduction(ground.config.production, found, 'see that "seahorse work" runs, and what its log says');
  },
};
