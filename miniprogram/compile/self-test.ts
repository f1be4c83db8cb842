import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { QUICK_GATES } from './gates/quick-gates.ts';
import { compileAsWechat } from './gates/wechat-gate.ts';
import { MISTAKES, type Mistake } from './mistakes.ts';

const MINIPROGRAM = path.resolve(import.meta.dirname, '..');
const PACKAGES = path.resolve(MINIPROGRAM, '../node_modules');

/** Plants every mistake in a copy of the mini-program; the complaints are those that no gate has seen. */
export async function testGates(): Promise<readonly string[]> {
  const unseen: string[] = [];
  const clean = await refusedBy(copy());
  if (clean) unseen.push(`${clean} refuses the mini-program as it is`);
  for (const mistake of MISTAKES) {
    const gate = await refusedBy(plant(mistake));
    console.log(`${gate ? '✓' : '✗'} ${mistake.name}: ${gate ?? 'nobody has seen it'}`);
    if (!gate) unseen.push(`${mistake.name}: no gate has seen it`);
  }
  const unclosed = MISTAKES.find(({ name }) => name === 'unclosed tag');
  const [told] = unclosed ? compileAsWechat(plant(unclosed)).complaints : [];
  if (!told?.startsWith('miniprogram-ci'))
    unseen.push("WeChat's own compiler takes an unclosed tag: does it still look?");
  return unseen;
}

async function refusedBy(folder: string): Promise<string | null> {
  try {
    for (const { name, look } of QUICK_GATES) if ((await look(folder)).length > 0) return name;
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copy(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'miniprogram-'));
  for (const file of ['app', 'package.json', 'tsconfig.json', 'project.config.json']) {
    const isOurs = (source: string): boolean => !source.includes('miniprogram_npm');
    cpSync(path.join(MINIPROGRAM, file), path.join(folder, file), { recursive: true, filter: isOurs });
  }
  symlinkSync(PACKAGES, path.join(folder, 'node_modules'));
  return folder;
}

function plant({ file, find, replace, append, remove }: Mistake): string {
  const folder = copy();
  const target = path.join(folder, 'app', file);
  if (remove) rmSync(target);
  else if (append !== undefined) appendFileSync(target, append);
  else {
    const before = existsSync(target) ? readFileSync(target, 'utf8') : '';
    const after = find ? before.replace(find, replace ?? '') : (replace ?? '');
    if (before === after) throw new Error(`nothing to spoil in ${file}`);
    writeFileSync(target, after);
  }
  return folder;
}
