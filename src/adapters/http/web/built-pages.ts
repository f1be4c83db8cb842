import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** In the order in which they are the smaller ones. */
export const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
type Encoding = (typeof ENCODINGS)[number][0];
export type Asset = {
  readonly content: Buffer;
  readonly compressed: ReadonlyMap<Encoding, Buffer>;
};
export type BuiltPages = {
  /** The text of `pricing.html` by that name. */
  readonly pages: ReadonlyMap<string, string>;
  /** By name, which its content gives it. */
  readonly assets: ReadonlyMap<string, Asset>;
};

/** What `npm run build:web` has left in this folder, as a whole: a file that is not in it now will never be served. Null: nothing. */
export async function readBuiltPages(folder: string): Promise<BuiltPages | null> {
  const files = await readAll(folder);
  const assets = await readAll(path.join(folder, 'assets'));
  if (files.size === 0 || assets.size === 0) return null;
  const compressedOf = (name: string): Asset['compressed'] =>
    new Map(
      ENCODINGS.flatMap(([encoding, end]) => {
        const content = assets.get(`${name}${end}`);
        return content ? [[encoding, content]] : [];
      }),
    );
  const plain = [...assets].filter(([name]) => !ENCODINGS.some(([, end]) => name.endsWith(end)));
  return {
    pages: new Map([...files].map(([name, content]) => [name, content.toString('utf8')])),
    assets: new Map(plain.map(([name, content]) => [name, { content, compressed: compressedOf(name) }])),
  };
}

async function readAll(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(nothing);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const contents = await Promise.all(names.map((name) => readFile(path.join(folder, name))));
  return new Map(names.map((name, index) => [name, contents[index] as Buffer]));
}

function nothing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
