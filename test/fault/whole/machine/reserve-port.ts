import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that the system gives to whoever connects: a part that is away for a moment finds its port as it left it. */
const FIRST = 20_000;
const COUNT = 10_000;
let next = (process.pid * 37) % COUNT;

export async function reservePort(): Promise<number> {
  for (let tried = 0; tried < 200; tried++) {
    const port = FIRST + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
