import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** A software bill of materials of what a server has, CycloneDX in JSON; answers how many packages are in it. */
export function writeSbom(file: string): number {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const text = execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 100_000_000 });
  writeFileSync(file, text);
  return (JSON.parse(text) as { readonly components: readonly unknown[] }).components.length;
}
