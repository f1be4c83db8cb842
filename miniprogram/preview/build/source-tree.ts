import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problems } from './problems.ts';

const NPM = 'miniprogram_npm/';

/** Where a path of the mini-program lies on the disk. Packages are found where npm has put them, without 构建 npm. */
export class SourceTree {
  readonly root: string;
  readonly #packages: string;

  constructor(root: string, packages: string) {
    this.root = root;
    this.#packages = packages;
  }

  /** Without its extension: `pages/home/home`, `miniprogram_npm/tdesign-miniprogram/button/button`. */
  fileOf(part: string): string {
    if (!part.startsWith(NPM)) return path.join(this.root, part);
    const [name, rest] = splitPackage(part.slice(NPM.length));
    return path.join(this.packageFolder(name) ?? path.join(this.#packages, name), rest);
  }

  /** The folder that 构建 npm copies; null: no such package, or none for mini-programs. */
  packageFolder(name: string): string | null {
    const manifest = path.join(this.#packages, name, 'package.json');
    if (!existsSync(manifest)) return null;
    const { miniprogram } = JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string };
    const folder = path.join(this.#packages, name, miniprogram ?? 'miniprogram_dist');
    return existsSync(folder) ? folder : null;
  }

  has(part: string, extension: string): boolean {
    return existsSync(this.fileOf(part) + extension);
  }

  read(part: string, extension: string): string {
    return readFileSync(this.fileOf(part) + extension, 'utf8');
  }

  readJson<T extends object>(part: string, problems: Problems): Partial<T> {
    const file = `${part}.json`;
    if (!this.has(part, '.json')) return {};
    try {
      return JSON.parse(this.read(part, '.json')) as T;
    } catch (error) {
      problems.error(file, (error as Error).message);
      return {};
    }
  }
}

export const isFromPackage = (part: string): boolean => part.startsWith(NPM);

export const inPackage = (name: string, rest: string): string => `${NPM}${name}/${rest}`;

/** `@scope/name/rest` and `name/rest`. */
export function splitPackage(text: string): [name: string, rest: string] {
  const parts = text.split('/');
  const length = text.startsWith('@') ? 2 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length).join('/')];
}
