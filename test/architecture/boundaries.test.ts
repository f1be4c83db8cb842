import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from 'chai';
import { type Cruise, cruise, repository, toldOf } from './cruise.ts';
import { plantAll, plants } from './planted-imports.ts';
import { typescriptFilesIn } from './source-files.ts';

const rules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };

describe('the boundaries of the product', () => {
  const folders = ['src', 'simulator', 'migrations', 'knexfile.ts'].filter((at) =>
    existsSync(path.join(repository, at)),
  );
  let found: Cruise;

  before(async () => {
    found = await cruise(repository, folders);
  });

  it('are kept', () => {
    expect(toldOf(found.summary.violations)).to.deep.equal([]);
  });

  it('are checked in every file', async () => {
    // A compiler that the checker cannot use makes it see no file, or no import, and report no violation.
    const seen = new Set(found.modules.map(({ source }) => source));
    const files = await typescriptFilesIn(...folders.filter((folder) => !folder.endsWith('.ts')));
    expect(files.filter((file) => !seen.has(file))).to.deep.equal([]);
    expect(files.length).to.be.greaterThan(100);
    expect(found.summary.totalDependenciesCruised).to.be.greaterThan(2 * files.length);
  });
});

describe('the rules about imports', () => {
  let tree: string;
  let found: Cruise;

  before(async () => {
    tree = await plantAll();
    found = await cruise(tree, ['src', 'simulator']);
  });

  after(() => rm(tree, { recursive: true, force: true }));

  for (const { rule, file } of plants) {
    it(`${rule} catches ${file}, and no other rule does`, () => {
      const broken = found.summary.violations.filter(({ from }) => from === file).map(({ rule: { name } }) => name);
      expect([...new Set(broken)]).to.deep.equal([rule]);
    });
  }

  it('see nothing wrong in what is not planted', () => {
    const planted = new Set(plants.map(({ file }) => file));
    expect(toldOf(found.summary.violations.filter(({ from }) => !planted.has(from)))).to.deep.equal([]);
  });

  it('have a planted violation each', () => {
    const proven = new Set(plants.map(({ rule }) => rule));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).to.deep.equal([]);
  });
});
