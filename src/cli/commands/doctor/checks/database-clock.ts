import { readServer } from '../../../../adapters/postgres/read-health.ts';
import { type Check, ok, warn } from '../check.ts';

const WARN_SECONDS = 5;

/** The database's time decides about money, ours about signatures. */
export const databaseClockAt = (now: () => Date): Check => ({
  name: 'clock and database',
  look: async (ground) => {
    const server = await readServer(await ground.database);
    const seconds = Math.round(Math.abs(server.now.getTime() - now().getTime()) / 1_000);
    const found = `${seconds} s apart`;
    return seconds > WARN_SECONDS ? warn(found, 'let both machines keep time by NTP') : ok(found);
  },
});
