import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Problems } from '../../preview/build/problems.ts';
import { at, filesIn, readIn } from './source-text.ts';

const TAG = /<wxs\b([^>]*?)(?:\/>|>([\s\S]*?)<\/wxs>)/g;
const attributeOf = (attributes: string, name: string): string =>
  new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1] ?? '';

/** A function that a WXS module does not have is undefined, and the text that it should have made is empty. */
export function checkWxsCalls(root: string, problems: Problems): void {
  for (const file of filesIn(root, '.wxml')) {
    const source = readIn(root, file);
    for (const [, attributes = '', inline = ''] of source.matchAll(TAG)) {
      const [module, reference] = [attributeOf(attributes, 'module'), attributeOf(attributes, 'src')];
      const code = reference ? readReference(root, file, reference) : inline;
      if (module && code !== null) checkCalls(file, source, { module, exported: exportsOf(code) }, problems);
    }
  }
}

function readReference(root: string, from: string, reference: string): string | null {
  const target = path.posix.join(reference.startsWith('/') ? '' : path.posix.dirname(from), reference);
  return existsSync(path.join(root, target)) ? readIn(root, target) : null;
}

function exportsOf(code: string): ReadonlySet<string> {
  const whole = /module\.exports\s*=\s*\{([\s\S]*)\}/.exec(code)?.[1] ?? '';
  const members = [...whole.matchAll(/(?:^|[,{\s])(\w+)\s*(?=[:,}]|$)/g)].map(([, name = '']) => name);
  const single = [...code.matchAll(/(?:module\.)?exports\.(\w+)\s*=/g)].map(([, name = '']) => name);
  return new Set([...members, ...single]);
}

type Module = { readonly module: string; readonly exported: ReadonlySet<string> };

function checkCalls(file: string, source: string, { module, exported }: Module, problems: Problems): void {
  for (const { 0: expression, index: start } of source.matchAll(/\{\{[\s\S]*?\}\}/g)) {
    for (const { 1: name = '', index } of expression.matchAll(new RegExp(`\\b${module}\\.(\\w+)\\s*\\(`, 'g'))) {
      if (!exported.has(name))
        problems.error(at(file, source, start + index), `${module}.${name} is not in its WXS module`);
    }
  }
}
