import { expect } from 'chai';
import { useTestSystem } from '../support/http/test-system.ts';

describe('/preview where WeChat is simulated', () => {
  const system = useTestSystem({ preview: true });
  const get = (path: string) => system().call(path);
  const onPhone = (path: string, body?: object) => system().call(`/preview/wechat${path}`, body ? { body } : {});

  it('shows the panel, and the mini-program for the frame in it', async () => {
    const panel = await get('/preview');
    expect([panel.status, panel.headers.get('content-type')]).to.deep.equal([200, 'text/html; charset=utf-8']);
    expect(panel.text).to.include('/preview/app/');
    expect((await get('/preview/panel.js')).status).to.equal(200);
    expect((await get('/preview/app/')).text).to.include('app.js');
    const script = await get('/preview/app/app.js');
    expect([script.status, script.headers.get('content-type')]).to.deep.equal([200, 'text/javascript; charset=utf-8']);
  }).timeout(30_000);

  it('serves images and icons', async () => {
    expect((await get('/preview/app/images/tab-home.png')).headers.get('content-type')).to.equal('image/png');
    expect((await get('/preview/app/icons/home.svg')).headers.get('content-type')).to.match(/^image\/svg/);
  });

  it('404 for what is not there, above its folders least of all', async () => {
    for (const path of ['/preview/nothing', '/preview/app/nothing.js', '/preview/app/icons/..%2fpackage.svg']) {
      expect((await get(path)).status, path).to.equal(404);
    }
    expect((await get('/preview/app/..%2f..%2fpackage.json')).status).to.equal(404);
  });

  it('lets the phone do what a phone does', async () => {
    const { code, openid } = (await onPhone('/login-codes', { user: 'alice' })).json;
    expect([typeof code, typeof openid]).to.deep.equal(['string', 'string']);
    expect((await onPhone('/account')).json).to.deep.equal({ appid: system().credentials.appid });
    const refused = await onPhone('/request-payment', { openid, params: {} });
    expect(refused.status).to.equal(400);
  });

  it('404 for the rest of the control API', async () => {
    expect((await onPhone('/clock/advance', { seconds: 1 })).status).to.equal(404);
    expect((await onPhone('/orders/x/refund', { amount_fen: 1 })).status).to.equal(404);
    expect((await onPhone('/faults')).status).to.equal(404);
    expect((await onPhone('/orders')).status).to.equal(404);
  });
});

describe('/preview elsewhere', () => {
  const system = useTestSystem();

  it('404', async () => {
    for (const path of ['/preview', '/preview/app/', '/preview/wechat/account']) {
      expect((await system().call(path)).status).to.equal(404);
    }
  });
});
