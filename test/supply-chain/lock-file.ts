import { readFileSync } from 'node:fs';

/** Of a package, as package-lock.json has it (lockfileVersion 3). */
export type LockedPackage = {
  /** `node_modules/a/node_modules/b` */
  readonly path: string;
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly license?: string;
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: boolean;
};

export const LOCK_FILE = 'package-lock.json';
/** What the mini-program is built with is installed on its own, and never runs on a server. */
export const OTHER_LOCK_FILES = ['miniprogram/package-lock.json', 'miniprogram/compile/package-lock.json'];

export function readLockFile(file: string): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, Omit<LockedPackage, 'path'>>;
  };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => ({ path, ...locked }));
}

export const nameOf = ({ path }: LockedPackage): string => path.slice(path.lastIndexOf('node_modules/') + 13);
export const told = (locked: LockedPackage): string => `${nameOf(locked)} ${locked.version}`;

/** What a server has: `npm ci --omit=dev` on Linux with glibc, x64. */
export const isOnServer = ({ dev, os, cpu, libc }: LockedPackage): boolean =>
  !dev && has(os, 'linux') && has(cpu, 'x64') && has(libc, 'glibc');

const has = (all: readonly string[] | undefined, one: string): boolean => all === undefined || all.includes(one);
