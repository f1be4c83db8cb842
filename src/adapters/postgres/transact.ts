import type { Socket } from 'node:net';
import type { Knex } from 'knex';
import { Unavailable } from '../../domain/shared/faults.ts';
import { type Presence, UNWATCHED } from './pulse.ts';

type RawConnection = { readonly connection: { readonly stream: Socket } };

/**
 * One transaction that comes to an end, whatever the database does. The server's own limits do not help where it has
 * stopped, or where the network has swallowed the connection: after `deadlineMs`, or once the database is known to be silent, the
 * socket is destroyed, which fails whatever waits on it and takes the connection out of the pool.
 */
export function transact<T>(
  knex: Knex,
  deadlineMs: number,
  work: (trx: Knex.Transaction) => Promise<T>,
  presence: Presence = UNWATCHED,
): Promise<T> {
  return presence.during(async (fate) => {
    const connection = (await knex.client.acquireConnection()) as RawConnection;
    const letGo = () => connection.connection.stream.destroy();
    const deadline = setTimeout(letGo, deadlineMs);
    fate.onGiveUp = letGo;
    try {
      if (fate.isGivenUp) throw new Unavailable('database');
      return await knex.transaction(work, { connection });
    } finally {
      fate.onGiveUp = null;
      clearTimeout(deadline);
      await knex.client.releaseConnection(connection);
    }
  });
}
