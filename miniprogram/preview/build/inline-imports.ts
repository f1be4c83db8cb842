import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problems } from './problems.ts';
import type { SourceTree } from './source-tree.ts';

/** A WXSS file with what it imports in the place of each @import. */
export function inlineImports(
  tree: SourceTree,
  file: string,
  problems: Problems,
  above: readonly string[] = [],
): string {
  if (above.includes(file)) return '';
  if (!existsSync(file)) {
    problems.error(
      path.relative(tree.root, above.at(-1) ?? file),
      `imports ${path.relative(tree.root, file)}, which is not there`,
    );
    return '';
  }
  const source = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''));
  return source.replace(/@import\s+(?:url\()?['"]([^'"]+)['"]\)?\s*;?/g, (_, reference: string) => {
    return inlineImports(tree, target(tree, file, reference), problems, [...above, file]);
  });
}

function target(tree: SourceTree, from: string, reference: string): string {
  const at = reference.startsWith('/')
    ? reference.slice(1)
    : path.relative(tree.root, path.resolve(path.dirname(from), reference));
  // Within a package its own files lead on; from our pages the way is through miniprogram_npm.
  return tree.fileOf(at.replaceAll('\\', '/'));
}
