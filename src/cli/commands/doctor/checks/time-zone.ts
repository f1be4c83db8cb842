import { readServer, timesWithoutZone } from '../../../../adapters/postgres/read-health.ts';
import { type Check, fail, ok } from '../check.ts';

export const timeZone: Check = {
  name: 'time zone',
  look: async (ground) => {
    const knex = await ground.database;
    const naive = await timesWithoutZone(knex);
    const { timeZone } = await readServer(knex);
    return naive.length === 0
      ? ok(`${timeZone}, which makes no difference: every instant is kept as one`)
      : fail(`${naive.join(', ')} hold times without a zone`, 'make them timestamptz in a migration');
  },
};
