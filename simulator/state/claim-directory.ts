import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the directory back. */
export type Release = () => Promise<void>;

export class DirectoryTaken extends Error {
  override readonly name = 'DirectoryTaken';

  constructor(dataDir: string) {
    super(`another WeChat simulator uses ${dataDir}`);
  }
}

/**
 * One process per directory: two would write their journal over each other's. The claim is a listening socket, which ends
 * with its process, so that a kill -9 leaves nothing that the next start would take for a living owner.
 */
export async function claimDirectory(dataDir: string): Promise<Release> {
  // In the temporary directory: the path of a socket must be short, and that of dataDir need not be.
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `seahorse-wechat-${name}.sock`);
  const server = (await listen(path)) ?? (await takeOver(path));
  if (!server) throw new DirectoryTaken(dataDir);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

async function takeOver(path: string): Promise<Server | null> {
  if (await isAlive(path)) return null;
  rmSync(path, { force: true });
  return listen(path);
}

/** Null: the path is taken, by a process or by what a killed one left. */
function listen(path: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(path, () => resolve(server.unref()));
  });
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const tell = (alive: boolean) => () => {
      socket.destroy();
      resolve(alive);
    };
    socket.once('connect', tell(true));
    socket.once('error', tell(false));
  });
}
