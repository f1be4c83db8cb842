import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readCatalogFile } from '../../src/cli/system/read-catalog-file.ts';
import { rejectionOf } from '../support/rejection.ts';

const shipped = (name: string) => readCatalogFile(new URL(`../../catalogs/${name}`, import.meta.url));

describe('the catalogs that we ship', () => {
  it('sell points in the mini-program at 10, 50 and 300 yuan', async () => {
    const { packages, apis } = await shipped('mini-program.json');
    expect(packages.map((each) => [each.name, each.priceFen, each.points, each.bonusPoints, each.hot])).to.deep.equal([
      ['10元=100积分', 1_000, 100n, 0n, false],
      ['50元=600积分', 5_000, 600n, 0n, true],
      ['300元=4000积分', 30_000, 4_000n, 200n, false],
    ]);
    for (const each of packages) {
      expect(each).to.deep.include({
        storefronts: ['miniprogram'],
        enabled: true,
        validity: { kind: 'months', months: 12 },
      });
    }
    expect(apis).to.have.length(3);
  });

  it('sell calls on the web at 29, 79, 199 and 499 yuan', async () => {
    const { packages } = await shipped('web-checkout.json');
    expect(
      packages.map(({ code, priceFen, points, bonusPoints }) => [code, priceFen, points, bonusPoints]),
    ).to.deep.equal([
      ['small', 2_900, 10n, 0n],
      ['medium', 7_900, 30n, 0n],
      ['large', 19_900, 100n, 0n],
      ['xlarge', 49_900, 300n, 0n],
    ]);
    for (const each of packages) expect(each).to.deep.include({ storefronts: ['web'], enabled: true });
  });
});

describe('a catalog file', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'seahorse-catalog-'));
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (content: unknown) => {
    const file = path.join(folder, 'catalog.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return readCatalogFile(file);
  };
  const mistakesIn = async (content: unknown): Promise<string> => (await rejectionOf(read(content))).message;
  const anOffer = (change: object = {}) => ({
    ...{ code: 'p', name: 'P', price_fen: 100, points: 10, validity: { days: 30 }, storefronts: ['web'] },
    ...change,
  });
  const anApi = (change: object = {}) => ({ code: 'a', name: 'A', path: '/a', points_per_call: 1, ...change });

  it('needs little: the rest has sensible values', async () => {
    const { packages, apis } = await read({ packages: [anOffer()], apis: [anApi()] });
    expect(packages[0]).to.deep.include({ description: '', bonusPoints: 0n, hot: false, sort: 0, enabled: true });
    expect(packages[0]).to.include({ saleStartsAt: null, saleEndsAt: null });
    expect(apis[0]).to.include({ status: 'normal', notice: '' });
  });

  it('may name instants, with their offset', async () => {
    const until = '2027-01-01T00:00:00+08:00';
    const { packages } = await read({ packages: [anOffer({ validity: { until }, sale_ends_at: until })] });
    expect(packages[0]?.validity).to.deep.equal({ kind: 'until', until: new Date(until) });
    expect(packages[0]?.saleEndsAt).to.deep.equal(new Date(until));
  });

  it('is refused with every mistake in it, by place', async () => {
    const mistakes = await mistakesIn({
      packages: [anOffer({ price_fen: 0, points: 1.5, storefronts: [] }), anOffer({ code: 'BAD CODE', prize_fen: 1 })],
      apis: [anApi({ path: 'a', points_per_call: 0, status: 'broken' })],
      offers: [],
    });
    for (const place of ['packages.0.price_fen', 'packages.0.points', 'packages.0.storefronts', 'packages.1.code']) {
      expect(mistakes).to.include(`${place}: `);
    }
    for (const place of ['apis.0.path', 'apis.0.points_per_call', 'apis.0.status'])
      expect(mistakes).to.include(`${place}: `);
    expect(mistakes).to.include('prize_fen').and.include('offers').and.include('catalog.json');
  });

  it('is refused when a code stands in it twice: which of the two would count?', async () => {
    const packages = [anOffer(), anOffer({ code: 'q' }), anOffer({ price_fen: 1 })];
    const mistakes = await mistakesIn({ packages, apis: [anApi(), anApi({ points_per_call: 9 })] });
    expect(mistakes)
      .to.match(/packages\.2\.code: .*"p"/)
      .and.to.match(/apis\.1\.code: .*"a"/);
  });

  it('may use one code for a package and an API', async () => {
    expect((await read({ packages: [anOffer({ code: 'x' })], apis: [anApi({ code: 'x' })] })).apis).to.have.length(1);
  });

  for (const validity of [{}, { days: 0 }, { days: 1, months: 1 }, { until: '2027-01-01' }, { weeks: 1 }]) {
    it(`is refused with the validity ${JSON.stringify(validity)}`, async () => {
      expect(await mistakesIn({ packages: [anOffer({ validity })] })).to.include('packages.0.validity');
    });
  }

  it('is refused, by name, when it is not JSON or not there', async () => {
    expect(await mistakesIn('{"packages": [')).to.include('catalog.json');
    expect((await rejectionOf(readCatalogFile(path.join(folder, 'none.json')))).message).to.include('none.json');
  });
});
