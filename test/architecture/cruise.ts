import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export const repository = path.resolve(import.meta.dirname, '../..');

export type Violation = { readonly from: string; readonly to: string; readonly rule: { readonly name: string } };
export type Cruise = {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly Violation[]; readonly totalDependenciesCruised: number };
};

const PROGRAM = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = path.join(repository, '.dependency-cruiser.cjs');

/** The tree in `cwd` under the repository's own rules. */
export async function cruise(cwd: string, folders: readonly string[]): Promise<Cruise> {
  const args = [PROGRAM, '--config', RULES, '--output-type', 'json', ...folders];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, maxBuffer: 100_000_000 }).catch(answerOf);
  return JSON.parse(stdout) as Cruise;
}

/** It exits with the number of violations, and still answers. */
function answerOf(error: { stdout?: string }): { stdout: string } {
  if (!error.stdout?.startsWith('{')) throw error;
  return { stdout: error.stdout };
}

export function toldOf(violations: readonly Violation[]): string[] {
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}
