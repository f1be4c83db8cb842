import { expect } from 'chai';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { uuidV7Source } from '../../src/adapters/system/random.ts';
import { seedCatalog } from '../../src/application/catalog/seed-catalog.ts';
import { readCatalogFile } from '../../src/cli/system/read-catalog-file.ts';
import { callApi } from '../support/http/api-client.ts';
import { type Ended, runCli } from '../support/http/run-cli.ts';
import { giveKnownAccount } from '../support/known-wechat-account.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { wechatEnvironment } from '../support/wechat-environment.ts';

/** In this order, as an operator would. */
describe('seahorse catalog publish', function () {
  this.timeout(60_000);
  let database: MigratedDatabase;
  let simulator: Simulator;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    [database, folder] = [await migratedDatabase(), await temporaryFolder()];
    await giveKnownAccount(folder.path);
    simulator = await startSimulator({ port: 0, dataDir: folder.path });
    const catalog = await readCatalogFile(new URL('../../catalogs/mini-program.json', import.meta.url));
    await seedCatalog({ uow: database.uow, ids: uuidV7Source })(catalog);
    await control('/xpay/goods', { delay_seconds: 0 });
  });
  after(async () => {
    await simulator.stop();
    await database.drop();
    await folder.remove();
  });

  const control = (path: string, body: object) => callApi(`${simulator.url}/_control${path}`, { method: 'PUT', body });
  const run = (...args: string[]): Promise<Ended> => runProgram(['catalog', 'publish', ...args], environment());
  function environment(): Record<string, string> {
    const { credentials } = simulator;
    return {
      DATABASE_URL: database.url,
      ...wechatEnvironment(simulator),
      ...{ WECHAT_XPAY_OFFER_ID: credentials.xpay.offerId, WECHAT_XPAY_APP_KEY: credentials.xpay.appKey },
    };
  }
  const IMAGE = ['--image-url', 'https://points.example/goods.png'];

  it('wants a picture, which WeChat asks for', async () => {
    const { code, stderr } = await run();
    expect(code).to.equal(2);
    expect(stderr).to.include('--image-url').and.to.include('WECHAT_XPAY_GOODS_IMAGE_URL');
  });

  it('--dry-run shows every package at every price, and calls nobody', async () => {
    const { code, stdout } = await run('--dry-run', '--json');
    expect(code).to.equal(0);
    const { goods } = JSON.parse(stdout);
    expect(goods).to.deep.include({
      ...{
        product_id: 'points_50_5000',
        package: 'points-50',
        name: '50元=600积分',
        amount_fen: 5000,
        state: 'planned',
      },
    });
    expect(new Set(goods.map((each: { product_id: string }) => each.product_id)).size).to.equal(goods.length);
  });

  it('puts all on sale; the second time nothing changes', async () => {
    const first = await run('--json', ...IMAGE);
    expect([first.code, first.stderr]).to.deep.equal([0, '']);
    const states = JSON.parse(first.stdout).goods.map(({ state }: { state: string }) => state);
    expect(new Set(states)).to.deep.equal(new Set(['listed']));
    const second = await run(...IMAGE);
    expect([second.code, second.stderr]).to.deep.equal([0, '']);
    expect(second.stdout).to.match(/^(\w+ {2}.+ {2}on sale before\n)+$/);
  });

  it('leaves to the next run what WeChat is still at, and says so by the exit status of its process', async () => {
    await control('/xpay/goods', { delay_seconds: 1_800 });
    await database.knex('catalog.packages').where({ code: 'points-10' }).update({ price_fen: 1_100 });
    const { code, stdout, stderr } = await runCli(['catalog', 'publish', '--wait', '0', ...IMAGE], environment());
    expect(code).to.equal(75);
    expect(stderr).to.match(/^seahorse: \d of \d are not on sale yet: run this again later\n$/);
    expect(stdout).to.match(/WeChat is at it: run this again later\n(.*not begun\n)+$/);
  });
});
