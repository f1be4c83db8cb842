import type { Socket } from 'node:net';
import type { Knex } from 'knex';

type RawConnection = { readonly connection: { readonly stream: Socket } };

/**
 * One transaction that comes to an end, whatever the database does. The server's own limits do not help where it has
 * stopped, or where the network has swallowed the connection: after `deadlineMs` the socket is destroyed, which fails
 * whatever waits on it and takes the connection out of the pool.
 */
export async function transact<T>(
  knex: Knex,
  deadlineMs: number,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const connection = (await knex.client.acquireConnection()) as RawConnection;
  const deadline = setTimeout(() => connection.connection.stream.destroy(), deadlineMs);
  try {
    return await knex.transaction(work, { connection });
  } finally {
    clearTimeout(deadline);
    await knex.client.releaseConnection(connection);
  }
}
