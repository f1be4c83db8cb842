import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { aCallerOf } from '../../support/http/callers.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('文档中心', () => {
  const app = useMiniProgram();
  const page = '/pages/docs/docs';

  it('shows every sold API with its path and the points of a call', async () => {
    const screen = await app().open({ page });
    const { apis } = (await app().system.call('/api/v1/apis')).json;
    await screen.sees('图片识别');
    for (const { code, name, path, points_per_call: points } of apis) {
      const card = await screen.at(`doc-${code}`).textContent();
      expect(card).to.include(name).and.to.include(path).and.to.include(`${points}积分/次`);
    }
    await screen.shoot('docs');
  });

  it('announces what a call will cost', async () => {
    const change = { version: 2, points_per_call: 7, effective_from: new Date('2099-01-01'), created_at: new Date() };
    const prices = app().system.knex('catalog.sold_api_prices');
    await prices.insert({ code: 'speech.transcribe', ...change });
    const screen = await app().open({ page });
    await screen.sees('自2099-01-01 08:00起 7积分/次');
  });

  it('复制 curl: the command has no secret in it, runs as it is, and takes the points of the call', async () => {
    const caller = await aCallerOf(app().system);
    const screen = await app().open({ page });
    await screen.tap(screen.at('doc-text.moderate').getByTestId('doc-head'));
    await screen.tap(screen.at('doc-text.moderate').getByTestId('copy-curl'));
    const command = await screen.copied();
    expect(command).to.include('$SERVICE_TOKEN').and.to.include('$API_KEY');
    const env = { SERVICE_TOKEN: caller.service, API_KEY: caller.key.token, REQUEST_ID: 'call-1' };
    const run = () => promisify(execFile)('bash', ['-c', command], { env: { ...process.env, ...env } });
    const { stdout } = await run();
    expect(JSON.parse(stdout)).to.include({ allowed: true, points: 1, points_left: 599 });
    await run();
    expect(await caller.points(), 'the same REQUEST_ID takes nothing more').to.equal(599);
  });

  it('错误码: what each refusal means', async () => {
    const screen = await app().open({ page });
    await screen.at('refusal-code').first().waitFor();
    expect(await screen.at('refusal-code').count()).to.equal(11);
    await screen.at('refusal-code').last().scrollIntoViewIfNeeded();
    await screen.sees('insufficient_points');
    await screen.shoot('docs-codes');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const screen = await app().open({ page, online: false });
    await screen.sees('网络不给力');
    await screen.shoot('docs-offline');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('图片识别');
  });

  it('on iOS shows no price and no way to buy; bears large letters', async () => {
    const screen = await app().open({ page, platform: 'ios', fontSize: 23 });
    await screen.sees('图片识别');
    await screen.seesNo(/元|¥|购买|充值/);
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);

describe('API服务状态', () => {
  const app = useMiniProgram();
  const page = '/pages/api-status/api-status';
  const set = (change: { readonly status: string; readonly notice: string }) =>
    app().system.knex('catalog.sold_apis').where({ code: 'image.recognize' }).update(change);
  afterEach(() => set({ status: 'normal', notice: '' }));

  it('says that all is well', async () => {
    const screen = await app().open({ page });
    await screen.sees('全部接口运行正常');
    expect(await screen.at('notice').count()).to.equal(0);
    await screen.shoot('api-status');
  });

  it('shows what is under maintenance, with its notice, once it is pulled down', async () => {
    const screen = await app().open({ page });
    await screen.sees('全部接口运行正常');
    await set({ status: 'maintenance', notice: '图片识别接口临时维护中' });
    await screen.pull();
    await screen.sees('1个接口异常');
    expect(await screen.at('api-image.recognize').textContent()).to.include('图片识别接口临时维护中');
    await screen.shoot('api-status-troubled');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const screen = await app().open({ page, online: false });
    await screen.sees('网络不给力');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('全部接口运行正常');
  });
}).timeout(60_000);
