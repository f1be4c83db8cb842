import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Check, none } from './check.ts';

const KNIP = 'node_modules/knip/bin/knip.js';

/** Files, packages and exports that nothing uses; knip.json says where uses begin. */
export async function checkUnused(): Promise<Check> {
  const args = [KNIP, '--no-progress', '--no-config-hints', '--reporter', 'symbols'];
  const text = await promisify(execFile)(process.execPath, args, { maxBuffer: 10_000_000 }).then(
    ({ stdout }) => stdout,
    outputOf,
  );
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^[A-Z][a-z A-Z]+ \(\d+\)$/.test(line));
  return none('files, packages and exports without a use', lines);
}

/** It exits with 1 if there is something, and with more where it could not look. */
function outputOf(error: { readonly code?: number; readonly stdout?: string }): string {
  if (error.code !== 1) throw error;
  return error.stdout ?? '';
}
