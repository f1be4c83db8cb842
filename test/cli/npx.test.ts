import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { EXIT } from '../../src/cli/face/exit-status.ts';
import { REPOSITORY } from '../support/http/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);

describe('npx seahorse', () => {
  let cache: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    cache = await temporaryFolder();
  });
  after(() => cache.remove());
  /** With a cache that has never seen it, as in a new clone. Nothing is fetched: all of it is in this folder. */
  const npx = (...args: readonly string[]) =>
    run('npx', ['--offline', 'seahorse', ...args], {
      cwd: REPOSITORY,
      env: { PATH: process.env['PATH'], npm_config_cache: cache.path },
    });

  it('is the command line, in a clone whose packages are installed', async () => {
    const { version } = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8'));
    expect((await npx('--version')).stdout.trim()).to.equal(version);
  }).timeout(120_000);

  it('ends as the command did', async () => {
    const ended = await npx('orders', 'trase').catch((error: unknown) => error);
    expect(ended).to.include({ code: EXIT.usage });
  }).timeout(120_000);
});
