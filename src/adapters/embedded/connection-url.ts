export const SUPERUSER = 'seahorse';

/** Only names the socket file: nothing listens on a TCP port. */
export const PORT = 5432;

/** The one form of a socket's address that both knex and BullMQ pass on to pg unharmed. */
export function connectionUrl(socketDir: string, database: string): string {
  return `postgres://${SUPERUSER}@localhost:${PORT}/${encodeURIComponent(database)}?host=${encodeURIComponent(socketDir)}`;
}
