import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { QUICK_GATES } from './gates/quick-gates.ts';
import { compileAsWechat } from './gates/wechat-gate.ts';
import { testGates } from './self-test.ts';

const MINIPROGRAM = path.resolve(import.meta.dirname, '..');

/** Their packages are not the repository's: whoever does not compile does not download 280 MB. */
function installIn(folder: string, needed: string): void {
  if (existsSync(path.join(folder, 'node_modules', needed))) return;
  console.log(`npm ci in ${path.relative(process.cwd(), folder)} …`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

async function lookThrough(): Promise<readonly string[]> {
  for (const { name, look } of QUICK_GATES) {
    const complaints = await look(MINIPROGRAM);
    if (complaints.length > 0) return complaints;
    console.log(`✓ ${name}`);
  }
  const { complaints, bytes, files } = compileAsWechat(MINIPROGRAM);
  if (complaints.length === 0) console.log(`✓ miniprogram-ci, wcsc: ${files} files, ${bytes} bytes`);
  return complaints;
}

installIn(MINIPROGRAM, 'tdesign-miniprogram');
installIn(import.meta.dirname, 'miniprogram-ci');
const complaints = process.argv.includes('--self-test') ? await testGates() : await lookThrough();
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length === 0 ? 0 : 1);
