import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { type ChargedCall, chargeRoute, type SeahorseClient } from '../../../client/index.ts';

/**
 * A backend service that sells one API: whoever calls it pays with the points of his key. `/broken` fails after it was paid for, so
 * that the points go back.
 */
export function soldApi(client: SeahorseClient, api: string): Express {
  const app = express();
  const charge = chargeRoute({ client, api });
  app.post('/recognize', charge, (_req, res) => {
    const { usage_id, points } = res.locals['seahorse'] as ChargedCall;
    res.json({ labels: ['seahorse'], usage_id, points });
  });
  app.post('/broken', charge, (_req, res) => {
    res.status(500).json({ error: 'the model is away' });
  });
  return app;
}

export type RunningService = { readonly url: string; stop(): Promise<void> };

export async function runService(app: Express): Promise<RunningService> {
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
