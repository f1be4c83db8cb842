// Builds client/ into client/dist, for those who import 'hot-seahorse/client'. Run by npm after an install; without the compiler
// (npm ci --omit=dev) there is nothing to build, and a server needs no client.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const compiler = at('node_modules/typescript/bin/tsc');
if (!existsSync(compiler)) process.exit(0);
const { status } = spawnSync(process.execPath, [compiler, '-p', at('client')], { stdio: 'inherit' });
process.exit(status ?? 1);
