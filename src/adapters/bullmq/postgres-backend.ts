import type { EventEmitter } from 'node:events';
import { createPostgresBackend } from 'bullmq';

const ignore = (): void => {};

/**
 * BullMQ takes its listeners off the connection on which it waits for jobs, and then closes it. A database that goes away in
 * between is an 'error' event that nobody hears, which ends the process. Here, somebody always does.
 */
export const createLastingPostgresBackend: typeof createPostgresBackend = (...setting) => {
  const backend = createPostgresBackend(...setting);
  const { connection } = backend;
  const open = connection.getListenClient.bind(connection);
  connection.getListenClient = async () => {
    const client = await open();
    const forget = client.removeAllListeners.bind(client);
    client.removeAllListeners = (...event) => {
      forget(...event);
      // Not once more for each wait that ends.
      const listening = (client as unknown as EventEmitter).listeners('error');
      return listening.includes(ignore) ? client : client.on('error', ignore);
    };
    return client;
  };
  return backend;
};
