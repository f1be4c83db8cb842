import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { KnownCodes } from '../../src/cli/system/catalog-file/references.ts';
import { readCatalogFile } from '../../src/cli/system/read-catalog-file.ts';
import { DEFAULT_PRODUCT } from '../../src/domain/catalog/product.ts';
import { rejectionOf } from '../support/rejection.ts';

const shipped = (name: string) => readCatalogFile(new URL(`../../catalogs/${name}`, import.meta.url));

describe('the catalogs that we ship', () => {
  it('sell points in the mini-program at 10, 50 and 300 yuan', async () => {
    const { products, packages, promotions, apis } = await shipped('mini-program.json');
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
    expect(products.map(({ code, type }) => [code, type])).to.deep.equal([
      ['points', 'points'],
      ['points-packs', 'package'],
    ]);
    expect(products[0]).to.deep.equal(DEFAULT_PRODUCT);
    expect(promotions).to.have.length(1);
    expect(apis).to.have.length(3);
  });

  it('bring a promotion for first purchases that is off until an operator wants it', async () => {
    const { promotions } = await shipped('mini-program.json');
    expect(promotions[0]).to.deep.include({
      ...{ code: 'first-purchase', name: '首充优惠', effect: { kind: 'bonus_percent', percent: 10 } },
      ...{ firstPurchaseOnly: true, packageCodes: 'all', storefronts: ['miniprogram'], enabled: false },
    });
  });

  it('have English names as well, for the pages in English', async () => {
    const both = await Promise.all(['mini-program.json', 'web-checkout.json'].map(shipped));
    const packages = both.flatMap((each) => each.packages);
    expect(packages.filter(({ nameEn }) => nameEn === null || /\p{Script=Han}/u.test(nameEn))).to.deep.equal([]);
    expect(packages.filter(({ description, descriptionEn }) => description !== '' && !descriptionEn)).to.deep.equal([]);
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

  const read = async (content: unknown, known?: KnownCodes) => {
    const file = path.join(folder, 'catalog.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return known ? readCatalogFile(file, async () => known) : readCatalogFile(file);
  };
  const mistakesIn = async (content: unknown, known?: KnownCodes): Promise<string> =>
    (await rejectionOf(read(content, known))).message;
  const anOffer = (change: object = {}) => ({
    ...{ code: 'p', name: 'P', price_fen: 100, points: 10, validity: { days: 30 }, storefronts: ['web'] },
    ...change,
  });
  const anApi = (change: object = {}) => ({ code: 'a', name: 'A', path: '/a', points_per_call: 1, ...change });

  const aPromotion = (change: object = {}) => ({
    ...{ code: 'm', name: 'M', effect: { pay_percent: 85 }, packages: 'all', storefronts: ['web'] },
    starts_at: '2026-01-01T00:00:00+08:00',
    ...change,
  });

  it('needs little: the rest has sensible values', async () => {
    const products = [{ code: 'x', name: 'X', type: 'package' }];
    const file = await read({ products, packages: [anOffer()], promotions: [aPromotion()], apis: [anApi()] });
    expect(file.products[0]).to.deep.include({ description: '', sort: 0, enabled: true });
    expect(file.packages[0]).to.deep.include({ description: '', bonusPoints: 0n, hot: false, sort: 0, enabled: true });
    expect(file.packages[0]).to.include({ productCode: 'points', originalPriceFen: null });
    expect(file.packages[0]).to.include({ saleStartsAt: null, saleEndsAt: null, nameEn: null, descriptionEn: null });
    expect(file.promotions[0]).to.include({ firstPurchaseOnly: false, endsAt: null, enabled: true, memo: '' });
    expect(file.apis[0]).to.include({ status: 'normal', notice: '', effectiveFrom: null });
    expect(await read({})).to.deep.equal({ products: [], packages: [], promotions: [], apis: [] });
  });

  const effects: readonly (readonly [written: object, effect: object])[] = [
    [{ pay_percent: 85 }, { kind: 'discount', payPercent: 85 }],
    [
      { minimum_fen: 5_000, off_fen: 500 },
      { kind: 'amount_off', minimumFen: 5_000, offFen: 500 },
    ],
    [{ bonus_points: 50 }, { kind: 'bonus', points: 50n }],
    [{ bonus_percent: 10 }, { kind: 'bonus_percent', percent: 10 }],
  ];
  for (const [written, effect] of effects) {
    it(`may promise ${JSON.stringify(written)}`, async () => {
      const { promotions } = await read({ promotions: [aPromotion({ effect: written })] });
      expect(promotions[0]?.effect).to.deep.equal(effect);
    });
  }

  const useless = [
    { pay_percent: 0 },
    { pay_percent: 100 },
    { off_fen: 500 },
    { bonus_points: 0 },
    { bonus_percent: 0 },
  ];
  for (const effect of [...useless, { pay_percent: 85, bonus_points: 1 }, {}]) {
    it(`is refused with the promise ${JSON.stringify(effect)}`, async () => {
      expect(await mistakesIn({ promotions: [aPromotion({ effect })] })).to.include('promotions.0.effect: expected');
    });
  }

  it('may call a package something in English', async () => {
    const english = { name_en: 'Standard pack', description_en: '30 calls' };
    const { packages } = await read({ packages: [anOffer(english)] });
    expect(packages[0]).to.include({ nameEn: 'Standard pack', descriptionEn: '30 calls' });
    expect(await mistakesIn({ packages: [anOffer({ name_en: '' })] })).to.include('packages.0.name_en: ');
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
      products: [{ code: 'x', name: '', type: 'gift' }],
      promotions: [aPromotion({ ends_at: '2026-01-01T00:00:00+08:00' }), aPromotion({ code: 'n', packages: [] })],
      apis: [anApi({ path: 'a', points_per_call: 0, status: 'broken', effective_from: 'tomorrow' })],
      offers: [],
    });
    for (const place of ['products.0.name', 'products.0.type', 'promotions.0.ends_at', 'promotions.1.packages']) {
      expect(mistakes).to.include(`${place}: `);
    }
    for (const place of ['packages.0.price_fen', 'packages.0.points', 'packages.0.storefronts', 'packages.1.code']) {
      expect(mistakes).to.include(`${place}: `);
    }
    for (const place of ['apis.0.path', 'apis.0.points_per_call', 'apis.0.status', 'apis.0.effective_from'])
      expect(mistakes).to.include(`${place}: `);
    expect(mistakes).to.include('prize_fen').and.include('offers').and.include('catalog.json');
  });

  it('is refused with an original price below the price', async () => {
    expect(await mistakesIn({ packages: [anOffer({ original_price_fen: 99 })] })).to.include(
      'packages.0.original_price_fen: lies below price_fen',
    );
    expect((await read({ packages: [anOffer({ original_price_fen: 100 })] })).packages).to.have.length(1);
  });

  describe('that refers to what it does not contain', () => {
    const referring = {
      packages: [anOffer({ product: 'packs' }), anOffer({ code: 'q', product: 'other' })],
      promotions: [aPromotion({ packages: ['p', 'elsewhere', 'nowhere'] })],
    };

    it('is fine where the database contains it', async () => {
      const known = { products: ['packs', 'other'], packages: ['elsewhere', 'nowhere'] };
      expect((await read(referring, known)).packages.map(({ productCode }) => productCode)).to.deep.equal([
        'packs',
        'other',
      ]);
    });

    it('is refused with every reference that leads nowhere, beside its other mistakes', async () => {
      const broken = { ...referring, apis: [anApi({ path: 'a' })] };
      const mistakes = await mistakesIn(broken, { products: ['packs'], packages: ['elsewhere'] });
      const lines = mistakes.split('\n').slice(1);
      expect(lines).to.have.length(3);
      expect(mistakes).to.include('apis.0.path: ');
      expect(mistakes).to.include('packages.1.product: there is no product "other"');
      expect(mistakes).to.include('promotions.0.packages.2: there is no package "nowhere"');
    });

    it('does not ask the database where nothing leads out of the file', async () => {
      const file = path.join(folder, 'catalog.json');
      await writeFile(file, JSON.stringify({ packages: [anOffer()], promotions: [aPromotion({ packages: ['p'] })] }));
      await readCatalogFile(file, () => expect.fail('asked'));
    });

    for (const odd of [null, 1, [], { packages: 1 }, { packages: [null, 1], promotions: [{ packages: 'x' }] }]) {
      it(`is refused for its form, without a stumble: ${JSON.stringify(odd)}`, async () => {
        expect(await mistakesIn(odd)).to.include('is not a catalog');
      });
    }
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
