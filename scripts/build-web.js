// Builds web/ into web/dist, from where the API serves it; arguments go to Vite. After an install without Vite (npm ci --omit=dev)
// nothing is built, and the pages say so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const vite = at('node_modules/vite/bin/vite.js');
if (!existsSync(vite)) {
  if (process.env.npm_lifecycle_event === 'dependencies') process.exit(0);
  console.error('build:web needs the development packages: npm ci, build, and then npm prune --omit=dev');
  process.exit(1);
}
const args = ['build', '--config', at('web/vite.config.ts'), '--logLevel', 'warn', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [vite, ...args], { stdio: 'inherit' });
process.exit(status ?? 1);
