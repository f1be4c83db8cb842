import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { ExpectedFailure } from '../../src/cli/system/expected-failure.ts';
import { openServiceSeal, ROOT_SECRET_FILE } from '../../src/cli/system/service-seal.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = 'r'.repeat(32);

describe('what the secrets of services are sealed under', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());
  const open = ({ rootSecret = null as string | null, url = null as string | null, dataDir = folder.path } = {}) =>
    openServiceSeal({ rootSecret, database: { url, poolSize: 2 }, dataDir });

  it('is what the configuration says, and nothing is kept then', async () => {
    const [one, other] = [await open({ rootSecret: ROOT }), await open({ rootSecret: ROOT, url: 'postgres://x/y' })];
    expect(other?.open(one?.seal('text', 'for') ?? expect.fail(), 'for')).to.equal('text');
    expect(await readdir(folder.path)).to.deep.equal([]);
  });

  it('is nothing on a database of somebody else’s without that', async () => {
    expect(await open({ url: 'postgres://x/y' })).to.equal(null);
    expect(await readdir(folder.path)).to.deep.equal([]);
  });

  it('is kept in the data folder on the embedded default, for its owner alone, and stays the same', async () => {
    const dataDir = path.join(folder.path, 'not', 'there', 'yet');
    const sealed = (await open({ dataDir }))?.seal('text', 'for') ?? expect.fail();
    const file = path.join(dataDir, ROOT_SECRET_FILE);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readFile(file, 'utf8')).to.match(/^[\w-]{43}$/);
    expect((await open({ dataDir }))?.open(sealed, 'for')).to.equal('text');
    expect(await readdir(dataDir)).to.deep.equal([ROOT_SECRET_FILE]);
  });

  it('is one, however many make it at the same time', async () => {
    const seals = await Promise.all(Array.from({ length: 20 }, () => open()));
    const sealed = seals[0]?.seal('text', 'for') ?? expect.fail();
    for (const seal of seals) expect(seal?.open(sealed, 'for')).to.equal('text');
    expect(await readdir(folder.path)).to.deep.equal([ROOT_SECRET_FILE]);
  });

  for (const damaged of ['', 'short']) {
    it(`is not made anew where the file holds "${damaged}": what was sealed would be lost`, async () => {
      const file = path.join(folder.path, ROOT_SECRET_FILE);
      await writeFile(file, damaged);
      const failure = await rejectionOf(open());
      expect(failure).to.be.instanceOf(ExpectedFailure);
      expect(failure.message).to.include(file).and.include('holds no secret');
      expect(await readFile(file, 'utf8')).to.equal(damaged);
    });
  }
});
