import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { repository } from './cruise.ts';

type Plant = { readonly rule: string; readonly file: string; readonly source: string };

/** Each breaks one rule, in a way that somebody in a hurry would. */
export const plants: readonly Plant[] = [
  plant('domain-is-pure', 'src/domain/ordering/reads-a-file.ts', "export { readFile } from 'node:fs/promises';"),
  plant(
    'domain-is-pure',
    'src/domain/ordering/names-knex.ts',
    "import type { Knex } from 'knex';\nexport type T = Knex;",
  ),
  plant(
    'domain-is-pure',
    'src/domain/ordering/names-a-port.ts',
    "export * from '../../application/ordering/plain.ts';",
  ),
  plant(
    'domain-modules-apart',
    'src/domain/catalog/counts-lots.ts',
    "export type { Plain } from '../ledger/plain.ts';",
  ),
  plant(
    'domain-modules-apart',
    'src/domain/webhooks/knows-lots.ts',
    "export type { Plain } from '../ledger/plain.ts';",
  ),
  plant(
    'shared-words-know-no-module',
    'src/domain/shared/knows.ts',
    "export type { Plain } from '../ledger/plain.ts';",
  ),
  plant(
    'application-sees-domain-only',
    'src/application/ordering/adapts.ts',
    "export * from '../../adapters/system/plain.ts';",
  ),
  plant(
    'application-sees-domain-only',
    'src/application/ordering/hashes.ts',
    "export { createHash } from 'node:crypto';",
  ),
  plant('application-sees-domain-only', 'src/application/ordering/parses.ts', "export { z } from 'zod';"),
  plant('adapters-apart', 'src/adapters/http/queries.ts', "export * from '../postgres/plain.ts';"),
  plant('postgres-modules-apart', 'src/adapters/postgres/ordering/grants.ts', "export * from '../ledger/plain.ts';"),
  plant('only-cli-composes', 'src/adapters/http/injects.ts', "export { Container } from 'inversify';"),
  plant('only-cli-composes', 'src/cli/commands/reflects.ts', "import 'reflect-metadata';"),
  plant('cli-is-outermost', 'src/adapters/http/commands.ts', "export * from '../../cli/plain.ts';"),
  plant('simulator-independent', 'simulator/signs.ts', "export * from '../src/domain/ledger/plain.ts';"),
  plant('simulator-only-from-cli', 'src/adapters/wechat/simulates.ts', "export * from '../../../simulator/plain.ts';"),
  plant(
    'preview-only-from-cli',
    'src/adapters/http/shows.ts',
    "export * from '../../../miniprogram/preview/plain.ts';",
  ),
  plant('no-test-in-product', 'src/adapters/system/fakes.ts', "export * from '../../../test/support/plain.ts';"),
  plant('no-dev-dependencies', 'src/adapters/system/asserts.ts', "export { expect } from 'chai';"),
  plant('no-undeclared-packages', 'src/adapters/system/pools.ts', "export { default } from 'pg-pool';"),
  plant('no-circular', 'src/adapters/system/egg.ts', "import './hen.ts';"),
  plant('everything-resolves', 'src/adapters/system/lost.ts', "export * from './nowhere.ts';"),
  plant('no-orphans', 'src/adapters/system/alone.ts', 'export const alone = true;'),
];

const otherHalfOfTheCircle = { file: 'src/adapters/system/hen.ts', source: "import './egg.ts';" };

/** What the plants import; harmless. */
const soil = ['src/domain/ledger', 'src/application/ordering', 'src/adapters/system', 'src/adapters/postgres']
  .concat('src/adapters/postgres/ledger', 'src/cli', 'simulator', 'test/support', 'miniprogram/preview')
  .map((folder) => path.join(folder, 'plain.ts'));

function plant(rule: string, file: string, source: string): Plant {
  return { rule, file, source };
}

export async function plantAll(): Promise<string> {
  const tree = await mkdtemp(path.join(os.tmpdir(), 'seahorse-planted-'));
  await symlink(path.join(repository, 'node_modules'), path.join(tree, 'node_modules'));
  for (const name of ['package.json', 'tsconfig.json']) await cp(path.join(repository, name), path.join(tree, name));
  for (const { file, source } of [...plants, otherHalfOfTheCircle]) await write(path.join(tree, file), source);
  for (const file of soil) await write(path.join(tree, file), 'export type Plain = true;');
  return tree;
}

async function write(file: string, source: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${source}\n`);
}
