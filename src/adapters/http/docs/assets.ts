import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { DOCS_PATH } from './site-map.ts';

/** What pages need besides themselves. Its address has a digest of what it holds, so that it is kept for ever by whoever has it. */
export type Asset = {
  readonly at: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly gzipped: Uint8Array;
};

export const ASSETS_PATH = `${DOCS_PATH}/assets`;

const OWN = new URL('../../../../docs/site/', import.meta.url);
const SWAGGER_UI = new URL(import.meta.resolve('swagger-ui-dist/swagger-ui.css'));
const FILES = {
  'docs.css': OWN,
  'reference.css': OWN,
  'icon.svg': OWN,
  'copy-code.js': OWN,
  'show-reference.js': OWN,
  'swagger-ui.css': SWAGGER_UI,
  'swagger-ui-bundle.js': SWAGGER_UI,
} as const;
export type AssetName = keyof typeof FILES;

const known = new Map<AssetName, Promise<Asset>>();

/** Read when it is first asked for. */
export function findAsset(name: AssetName): Promise<Asset> {
  const asset = known.get(name) ?? load(name);
  known.set(name, asset);
  return asset;
}

/** By the name in its address; null: there is no such asset, or no longer this version of it. */
export async function findAssetAt(fileName: string): Promise<Asset | null> {
  const [, stem, extension] = /^([\w-]+)\.[0-9a-f]{12}\.(\w+)$/.exec(fileName) ?? [];
  const name = `${stem}.${extension}`;
  if (!isAssetName(name)) return null;
  const asset = await findAsset(name);
  return asset.at === `${ASSETS_PATH}/${fileName}` ? asset : null;
}

const isAssetName = (name: string): name is AssetName => Object.hasOwn(FILES, name);

async function load(name: AssetName): Promise<Asset> {
  const bytes = await readFile(new URL(name, FILES[name]));
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const { name: stem, ext } = path.parse(name);
  return { at: `${ASSETS_PATH}/${stem}.${digest}${ext}`, type: ext, bytes, gzipped: await promisify(gzip)(bytes) };
}
