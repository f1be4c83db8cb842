import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { readBuiltPages } from '../../src/adapters/http/web/built-pages.ts';
import { buildWeb } from '../support/build-web.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MOST_SCRIPT_BYTES = 40_000;

describe('the pages as they are built', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async function () {
    this.timeout(60_000);
    folder = await temporaryFolder();
    await buildWeb(folder.path);
  });
  after(() => folder.remove());
  const assets = () => readdirSync(path.join(folder.path, 'assets'));
  const bytesOf = (end: string): number =>
    assets()
      .filter((name) => name.endsWith(end))
      .reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder.path, 'assets', name))).length, 0);

  it('weigh less than 40 kB of script in all, and have some', () => {
    expect(bytesOf('.js')).to.be.within(5_000, MOST_SCRIPT_BYTES);
    expect(bytesOf('.css')).to.be.within(500, 10_000);
  });

  it('are three, with everything that is large beside it in both encodings', async () => {
    const built = await readBuiltPages(folder.path);
    expect([...(built?.pages.keys() ?? [])]).to.have.members(['pricing.html', 'checkout.html', 'result.html']);
    const alone = [...(built?.assets ?? [])].filter(
      ([, { content, compressed }]) => content.length >= 512 && compressed.size !== 2,
    );
    expect(alone.map(([name]) => name)).to.deep.equal([]);
  });

  it('have no script and no style of their own, and load nothing from elsewhere', async () => {
    for (const [, page] of (await readBuiltPages(folder.path))?.pages ?? []) {
      expect(page).not.to.match(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/);
      for (const [, url] of page.matchAll(/(?:src|href)="([^"]*)"/g)) expect(url).to.match(/^\.\/assets\/[\w.-]+$/);
    }
  });

  it('name nobody else in their scripts but the namespace of SVG and the like', () => {
    for (const name of assets().filter((each) => each.endsWith('.js'))) {
      const urls = readFileSync(path.join(folder.path, 'assets', name), 'utf8').match(/https?:\/\/[\w./-]+/g) ?? [];
      expect(urls.filter((url) => !url.startsWith('http://www.w3.org/'))).to.deep.equal([]);
    }
  });
});
