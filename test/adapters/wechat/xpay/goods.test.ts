import { expect } from 'chai';
import { XpayApi } from '../../../../src/adapters/wechat/xpay/xpay-api.ts';
import { XpayGoods } from '../../../../src/adapters/wechat/xpay/xpay-goods.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import { failureOf } from '../support/failures.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { anApi, errcode, ok, withToken } from '../support/weixin.ts';
import { signedCalls, xpaySettings } from '../support/xpay.ts';

const goods = {
  packageCode: 'points-50',
  name: '50元 = 600积分，一个长得微信不肯收下的名字',
  description: '',
  amountFen: fen(5000),
};
const ID = 'points_50_5000';
const busy = errcode(268490012, '批量任务运行中');
const uploadTask = (status: number, state: number, id = ID): Reply =>
  ok({ status, upload_item: [{ id, upload_status: state, errmsg: state === 3 ? '图片无法下载' : '' }] });
const publishTask = (status: number, state: number, id = ID): Reply =>
  ok({ status, publish_item: [{ id, publish_status: state }] });

describe('goods of virtual payment', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  function list(...replies: Reply[]) {
    wechat.replyWith(withToken(...replies));
    const xpay = new XpayApi(anApi({ baseUrl: wechat.baseUrl }), xpaySettings());
    const options = { xpay, imageUrl: 'https://points.example/goods.png', patienceMs: 200, pauseMs: 5 };
    return new XpayGoods(options).list(goods);
  }
  const names = () => signedCalls(wechat.requests).map((path) => path.replace('/xpay/', ''));
  const bodies = () => wechat.requests.slice(1).map(({ body }) => JSON.parse(body));

  it('are uploaded and put on sale, one at a time', async () => {
    const told = await list(ok(), uploadTask(1, 0), uploadTask(3, 2), ok(), publishTask(1, 0), publishTask(3, 2));
    expect(told).to.deep.equal({ kind: 'listed' });
    expect(names()).to.deep.equal([
      ...['start_upload_goods', 'query_upload_goods', 'query_upload_goods'],
      ...['start_publish_goods', 'query_publish_goods', 'query_publish_goods'],
    ]);
    const [upload, , , publish] = bodies();
    expect(upload).to.deep.equal({
      upload_item: [
        {
          id: ID,
          name: '50元 = 600积分，一个长得微信不肯',
          price: 5000,
          remark: goods.name,
          item_url: 'https://points.example/goods.png',
        },
      ],
      env: 0,
    });
    expect([...upload.upload_item[0].name]).to.have.length(20);
    expect(publish).to.deep.equal({ publish_item: [{ id: ID }], env: 0 });
  });

  it('are left as they are when they are on sale', async () => {
    expect(await list(ok(), uploadTask(2, 1), ok(), publishTask(2, 1))).to.deep.equal({ kind: 'unchanged' });
  });

  it('are put on sale when they had only been uploaded', async () => {
    expect(await list(ok(), uploadTask(2, 1), ok(), publishTask(3, 2))).to.deep.equal({ kind: 'listed' });
  });

  it('wait for a task that is under way', async () => {
    const told = await list(busy, busy, ok(), uploadTask(3, 2), busy, ok(), publishTask(3, 2));
    expect(told).to.deep.equal({ kind: 'listed' });
  });

  it('are left to the next run when WeChat takes too long', async () => {
    expect(await list(busy)).to.deep.equal({ kind: 'under_way' });
    expect(await list(ok(), uploadTask(1, 0))).to.deep.equal({ kind: 'under_way' });
  });

  it('are not taken for done when WeChat tells of another task', async () => {
    const told = await list(ok(), uploadTask(3, 2, 'points_10_1000'));
    expect(told).to.deep.equal({ kind: 'under_way' });
  });

  it('fail with WeChat’s words', async () => {
    expect(await list(ok(), uploadTask(2, 3))).to.deep.equal({ kind: 'failed', reason: '图片无法下载' });
    expect(await list(errcode(268490007, '存在敏感内容')))
      .to.have.property('reason')
      .that.includes('存在敏感内容');
  });

  it('throw wrong credentials', async () => {
    expect(await failureOf(list(errcode(268490003, '签名错误')))).to.have.property('errcode', 268490003);
  });
});
