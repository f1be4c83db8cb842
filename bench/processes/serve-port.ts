import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from './answer-parent.ts';

export type Served = { readonly port: number };

/** For a child process that is an HTTP server: listens on a free port and tells the parent which. */
export async function servePort(server: Server): Promise<void> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  answerParent({ port }, () => Promise.reject(new Error('a server is asked by HTTP')));
}
