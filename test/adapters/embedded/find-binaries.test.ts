import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { findBinaries, pickBinaries, systemBinaries } from '../../../src/adapters/embedded/find-binaries.ts';
import { aFolder, removeFolders } from './folders.ts';

/** Laid out as Debian does it. */
async function aSystemWith(...versions: string[]): Promise<string> {
  const root = await aFolder();
  for (const version of versions) {
    const bin = path.join(root, version, 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'postgres'), `#!/bin/sh\necho "postgres (PostgreSQL) ${version}.3 (Debian)"\n`, {
      mode: 0o755,
    });
  }
  return root;
}

describe('the choice of PostgreSQL binaries', () => {
  afterEach(removeFolders);

  it('takes the version that wrote the data', async () => {
    const root = await aSystemWith('9', '14', '16');
    expect(await pickBinaries(await systemBinaries(root), '14')).to.equal(path.join(root, '14/bin'));
  });

  it('takes the newest of the system when there is no data', async () => {
    const root = await aSystemWith('9', '14', '16');
    expect(await pickBinaries(await systemBinaries(root))).to.equal(path.join(root, '16/bin'));
  });

  it('passes over what does not run here', async () => {
    const root = await aSystemWith('15', '17');
    await writeFile(path.join(root, '17/bin/postgres'), 'not a program');
    expect(await pickBinaries(await systemBinaries(root))).to.equal(path.join(root, '15/bin'));
  });

  it('says which version is missing', async () => {
    const dir = await aFolder();
    const failed = await findBinaries({ major: '8', dir, user: undefined, prefer: 'bundled' }).catch(String);
    expect(failed).to.contain('was written by PostgreSQL 8');
  });
});
