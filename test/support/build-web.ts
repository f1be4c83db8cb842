import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/build-web.js');

/** Builds the web pages, to where they are served from or into this folder. In a process of its own: Vite makes its own production. */
export async function buildWeb(folder?: string): Promise<void> {
  await promisify(execFile)(process.execPath, [SCRIPT, ...(folder ? ['--outDir', folder, '--emptyOutDir'] : [])]);
}
