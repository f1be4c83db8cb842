import path from 'node:path';
import { inPackage, type SourceTree, splitPackage } from './source-tree.ts';

/** What a reference in usingComponents means, as WeChat looks for it: from the root, from here, in a package. */
export function resolveComponent(tree: SourceTree, reference: string, from: string): string | null {
  const here = reference.startsWith('/') ? reference.slice(1) : path.posix.join(path.posix.dirname(from), reference);
  if (tree.has(here, '.json')) return here;
  if (/^[./]/.test(reference)) return null;
  const [name, rest] = splitPackage(reference);
  if (!tree.packageFolder(name)) return null;
  const found = [rest, path.posix.join(rest, 'index')].map((each) => inPackage(name, each));
  return found.find((each) => tree.has(each, '.json')) ?? null;
}
