import { expect } from 'chai';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { xmlText } from './support/open-push.ts';
import { usePushReceiver } from './support/push-receiver.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { newDataDir, removeDataDir } from './support/temporary-directories.ts';
import { weixinClient } from './support/weixin-client.ts';

const PREVIEW = 'http://127.0.0.1:9/preview/app/';

describe('扫一扫 on the payer page', () => {
  const wechat = useSimulatedWechat();
  const receiver = usePushReceiver();
  const page = async (): Promise<string> => (await fetch(`${wechat.simulator.url}/payer`)).text();
  const aCode = (scene: string, lifeSeconds = 300) =>
    weixinClient(wechat.simulator).post(
      '/cgi-bin/qrcode/create',
      {
        ...{ action_name: 'QR_STR_SCENE', expire_seconds: lifeSeconds, action_info: { scene: { scene_str: scene } } },
      },
      'official',
    );
  const aPageCode = async (simulator: Simulator, scene: string): Promise<void> => {
    const body = JSON.stringify({ scene, page: 'pages/web-login/web-login' });
    const token = await weixinClient(simulator).token();
    await fetch(`${simulator.url}/wxa/getwxacodeunlimit?access_token=${token}`, { method: 'POST', body });
  };
  const scan = async (fields: Record<string, string>): Promise<string> => {
    const body = new URLSearchParams(fields);
    const response = await fetch(`${wechat.simulator.url}/payer/scan`, { method: 'POST', body });
    expect(response.redirected).to.equal(true);
    return response.text();
  };
  const told = () => {
    const { body } = receiver.received.at(-1) ?? expect.fail('nothing was pushed');
    return [xmlText(body, 'Event'), xmlText(body, 'EventKey')];
  };

  beforeEach(async () => {
    receiver.reply({ body: 'success' });
    await wechat.control.put('/push', { app: 'official_account', url: receiver.url });
  });

  it('offers the codes that wait for a login, and none that has expired or hangs on a wall', async () => {
    await aCode('login:1');
    await aCode('poster', 86_400);
    const text = await page();
    expect(text).to.include('value="login:1"').and.not.include('poster');
    await wechat.control.post('/clock/advance', { seconds: 301 });
    expect(await page()).not.to.include('login:1');
  });

  it('makes a follower of whoever is none, and scans as one who is', async () => {
    await aCode('login:2');
    expect(await scan({ scene: 'login:2', user: 'alice' })).to.include('alice 已扫码，请回到网页查看');
    expect(told()).to.deep.equal(['subscribe', 'qrscene_login:2']);
    await scan({ scene: 'login:2', user: 'alice' });
    expect(told()).to.deep.equal(['SCAN', 'login:2']);
  });

  it('opens the mini-program where a code of it leads to, as long as it can be for something', async () => {
    const dataDir = newDataDir();
    const seen = await startSimulator({ port: 0, dataDir, miniProgramUrl: PREVIEW });
    await aPageCode(seen, 'login:4');
    await aPageCode(wechat.simulator, 'login:4');
    expect(await (await fetch(`${seen.url}/payer`)).text()).to.include(
      `href="${PREVIEW}#/pages/web-login/web-login?scene=login%3A4"`,
    );
    expect(await page())
      .to.include('login:4')
      .and.not.include('href="');
    await wechat.control.post('/clock/advance', { seconds: 601 });
    expect(await page()).not.to.include('login:4');
    await seen.stop();
    removeDataDir(dataDir);
  });

  it('scans as the user of the preview where nobody is named, and says why it could not', async () => {
    await aCode('login:3');
    expect(await scan({ scene: 'login:3', user: '' })).to.include('xiaoma 已扫码');
    await wechat.control.post('/clock/advance', { seconds: 301 });
    expect(await scan({ scene: 'login:3', user: 'xiaoma' })).to.include('未完成：该二维码已过期');
  });
});
