import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import { APP_FOLDER, type BuiltPreview, buildPreview } from './build-preview.ts';
import { readIcon } from './icons.ts';
import { toText } from './problems.ts';

const PREVIEW_FOLDER = path.resolve(import.meta.dirname, '..');

/** Everything below /preview but WeChat. Built at the first visit, and again at the next one after a source has changed. */
export class PreviewSite {
  #built: Promise<BuiltPreview> | null = null;
  #builtAtMs = 0;

  /** By path below /preview; null: there is no such file. */
  async read(file: string): Promise<Uint8Array | string | null> {
    if (file === '') return readFileSync(path.join(PREVIEW_FOLDER, 'panel/index.html'), 'utf8');
    if (file === 'panel.js') return bundlePanel();
    if (!file.startsWith('app/')) return null;
    const within = file.slice('app/'.length) || 'index.html';
    const icon = /^icons\/([\w-]+)\.svg$/.exec(within)?.[1];
    if (icon) return readIcon(icon);
    const { files, problems } = await this.#current(within === 'index.html');
    const errors = problems.filter(({ level }) => level === 'error');
    if (within === 'index.html' && errors.length > 0) return errorPage(errors.map(toText));
    return files.get(within) ?? null;
  }

  #current(mayBuild: boolean): Promise<BuiltPreview> {
    if (!this.#built || (mayBuild && newestIn(APP_FOLDER, PREVIEW_FOLDER) > this.#builtAtMs)) {
      this.#builtAtMs = Date.now();
      this.#built = buildPreview();
    }
    return this.#built;
  }
}

async function bundlePanel(): Promise<string> {
  const entryPoints = [path.join(PREVIEW_FOLDER, 'panel/panel.ts')];
  const { outputFiles } = await esbuild.build({
    entryPoints,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

function newestIn(...folders: readonly string[]): number {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => !file.startsWith('miniprogram_npm'))
      .map((file) => path.join(folder, file)),
  );
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

const errorPage = (lines: readonly string[]): string => `<!doctype html><meta charset="utf-8"><title>preview</title>
<pre style="color:#c00;font-size:14px;white-space:pre-wrap;padding:16px">${lines.join('\n').replaceAll('<', '&lt;')}</pre>`;
