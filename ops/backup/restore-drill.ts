import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportFailure } from '../../src/cli/report-failure.ts';
import { Closers } from '../../src/cli/system/closers.ts';
import { ExpectedFailure } from '../../src/cli/system/expected-failure.ts';
import { withoutLimits } from '../../src/cli/system/without-limits.ts';
import { countRows } from './count-rows.ts';
import { readManifest } from './manifest.ts';
import { restore } from './restore.ts';

const SEAHORSE = fileURLToPath(new URL('../../bin/seahorse.js', import.meta.url));

const closers = new Closers((part, error) => console.error(`${part} did not close: ${error}`));
try {
  await drill(path.resolve(process.argv[2] ?? '.'), process.argv[3]);
} catch (error) {
  process.exitCode = reportFailure(error);
} finally {
  await closers.close();
}

/** The digest of the manifest proves nothing to whoever may write there; one that was kept elsewhere does. */
async function drill(folder: string, keptDigest: string | undefined): Promise<void> {
  const begun = performance.now();
  const manifest = await readManifest(folder);
  const url = await restore(folder, manifest, closers);
  const restoredIn = secondsSince(begun);
  await verifyLedger(url, keptDigest ?? manifest.seal.digest);
  const rows = await withoutLimits(url, countRows);
  const lacking = Object.entries(manifest.rows).filter(([table, count]) => (rows[table] ?? 0) < count);
  for (const [table, count] of lacking) console.error(`${table}: ${rows[table] ?? 0} rows instead of ${count}`);
  if (lacking.length > 0) throw new ExpectedFailure('the backup lacks rows that were there before it was made');
  const entries = rows['ledger.entries'];
  console.log(
    `restored in ${restoredIn} s and proved in ${secondsSince(begun)} s altogether: ${entries} entries, nothing is missing`,
  );
}

/** As an operator would, who has nothing but the restored database. */
function verifyLedger(url: string, digest: string): Promise<void> {
  const child = spawn(process.execPath, [SEAHORSE, 'ledger', 'verify', '--digest', digest], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new ExpectedFailure('the restored books are not what they were')),
    );
  });
}

function secondsSince(begun: number): string {
  return ((performance.now() - begun) / 1_000).toFixed(1);
}
