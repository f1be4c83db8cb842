import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { billsOf } from '../support/bill-client.ts';
import { aPaidOrder } from '../support/paid-order.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';
import { isSignedByWechat } from '../support/verify-wechat.ts';

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

describe('Applying for a bill', () => {
  const wechat = useSimulatedWechat();
  const bills = billsOf(wechat);
  let day: string;
  before(async () => {
    day = await bills.newDay();
    await aPaidOrder(wechat);
    await bills.newDay();
  });
  const apply = (query: Record<string, string> = {}) => wechat.merchant.tradeBill({ bill_date: day, ...query });

  it('answers a hash and an address at the production host, signed', async () => {
    const { status, json, headers, text } = await apply();
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('hash_type', 'hash_value', 'download_url');
    expect(json['hash_type']).to.equal('SHA1');
    expect(json['download_url']).to.match(
      /^https:\/\/api\.mch\.weixin\.qq\.com\/v3\/billdownload\/file\?token=\w{86}$/,
    );
    expect(isSignedByWechat(headers, text, wechat.simulator.credentials.publicKeyPem)).to.equal(true);
  });

  it('gives a file that has the hash and no signature', async () => {
    const { json } = await apply();
    const { status, headers, bytes } = await wechat.merchant.download(String(json['download_url']));
    expect([status, sha1(bytes)]).to.deep.equal([200, json['hash_value']]);
    expect([...headers.keys()].filter((name) => name.startsWith('wechatpay-'))).to.deep.equal([]);
    expect(headers.get('request-id')).to.match(/-0$/);
  });

  it('with GZIP gives a compressed file whose content has the hash of the plain one', async () => {
    const [plain, zipped] = [await apply(), await apply({ tar_type: 'GZIP' })];
    expect(zipped.json['hash_value']).to.equal(plain.json['hash_value']);
    expect(zipped.json['download_url']).to.match(/&tartype=gzip$/);
    const { headers, bytes } = await wechat.merchant.download(String(zipped.json['download_url']));
    expect(headers.get('content-encoding')).to.equal(null);
    expect(bytes.subarray(0, 2).toString('hex')).to.equal('1f8b');
    expect(sha1(gunzipSync(bytes))).to.equal(zipped.json['hash_value']);
  });

  it('may give a file with a byte order mark, which is hashed too', async () => {
    await wechat.control.put('/bill-plan', { bom: true });
    const { json } = await apply();
    await wechat.control.put('/bill-plan', { bom: false });
    const { bytes } = await wechat.merchant.download(String(json['download_url']));
    expect(bytes.subarray(0, 3).toString('hex')).to.equal('efbbbf');
    expect(sha1(bytes)).to.equal(json['hash_value']);
    expect((await bills.trade({ bill_date: day })).startsWith('交易时间')).to.equal(true);
  });

  const wrong: readonly (readonly [string, Record<string, string>])[] = [
    ['a day that is none', { bill_date: '2026-02-30' }],
    ['a day in another form', { bill_date: '20260228' }],
    ['an unknown bill_type', { bill_type: 'RECHARGE_REFUND' }],
    ['an unknown tar_type', { tar_type: 'ZIP' }],
    ['an unknown parameter', { page: '1' }],
  ];
  for (const [what, query] of wrong) {
    it(`refuses ${what} with PARAM_ERROR`, async () => {
      const { status, json } = await apply(query);
      expect([status, json['code']]).to.deep.equal([400, 'PARAM_ERROR']);
    });
  }

  it('refuses a request without a day with PARAM_ERROR', async () => {
    expect((await wechat.merchant.fundFlowBill({ account_type: 'BASIC' })).json['code']).to.equal('PARAM_ERROR');
  });
});

describe('A download address', () => {
  const wechat = useSimulatedWechat();
  const bills = billsOf(wechat);
  let day: string;
  before(async () => {
    day = await bills.newDay();
    await aPaidOrder(wechat);
    await bills.newDay();
  });
  const addressed = async (): Promise<string> =>
    String((await wechat.merchant.tradeBill({ bill_date: day })).json['download_url']);

  it('is good for five minutes of business time', async () => {
    const url = await addressed();
    await wechat.control.advance(290);
    expect((await wechat.merchant.download(url)).status).to.equal(200);
    await wechat.control.advance(11);
    const { status, bytes } = await wechat.merchant.download(url);
    expect([status, JSON.parse(bytes.toString('utf8')).code]).to.deep.equal([400, 'INVALID_REQUEST']);
  });

  it('needs the signature of the merchant over the address', async () => {
    const url = await addressed();
    const tampered = await wechat.merchant.download(url, { signedTarget: '/v3/billdownload/file' });
    expect([tampered.status, JSON.parse(tampered.bytes.toString('utf8')).code]).to.deep.equal([401, 'SIGN_ERROR']);
  });

  it('needs a token that WeChat has given', async () => {
    const url = await addressed();
    expect((await wechat.merchant.download(url.replace(/token=\w+/, 'token=guess'))).status).to.equal(400);
    expect((await wechat.merchant.download(url.replace(/\?.*/, ''))).status).to.equal(400);
  });

  it('survives a restart', async () => {
    const url = await addressed();
    await wechat.restart();
    expect((await wechat.merchant.download(url)).status).to.equal(200);
  });
});

describe('A day without a bill', () => {
  const wechat = useSimulatedWechat();
  const bills = billsOf(wechat);
  const codeOf = async (bill_date: string): Promise<unknown> => {
    const answers = [await wechat.merchant.tradeBill({ bill_date }), await wechat.merchant.fundFlowBill({ bill_date })];
    const [code, other] = answers.map(({ status, json }) => `${status} ${String(json['code'])}`);
    expect(other).to.equal(code);
    return code;
  };
  const shifted = (day: string, days: number): string =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

  it('is one on which nothing happened', async () => {
    const day = await bills.newDay();
    await bills.newDay();
    expect(await codeOf(day)).to.equal('400 NO_STATEMENT_EXIST');
  });

  it('is today, and yesterday before nine in the morning', async () => {
    const day = await bills.newDay();
    await aPaidOrder(wechat);
    expect(await codeOf(day)).to.equal('400 STATEMENT_CREATING');
    await bills.until(8, 59);
    expect(await codeOf(day)).to.equal('400 STATEMENT_CREATING');
    await bills.until(9);
    expect(await codeOf(day)).to.equal('200 undefined');
  });

  it('is any while the plan says that bills are being made', async () => {
    const day = await bills.newDay();
    await aPaidOrder(wechat);
    await bills.newDay();
    expect((await wechat.control.put('/bill-plan', { creating: true })).json).to.deep.equal({
      bom: false,
      creating: true,
    });
    expect(await codeOf(day)).to.equal('400 STATEMENT_CREATING');
    await wechat.control.put('/bill-plan', { creating: false });
    expect(await codeOf(day)).to.equal('200 undefined');
  });

  it('is one to come, or one more than three months ago', async () => {
    const today = await bills.newDay();
    expect(await codeOf(shifted(today, 1))).to.equal('400 INVALID_REQUEST');
    expect(await codeOf(shifted(today, -93))).to.equal('400 INVALID_REQUEST');
    expect(await codeOf(shifted(today, -89))).to.equal('400 NO_STATEMENT_EXIST');
  });

  it('of type SUCCESS is one with refunds alone', async () => {
    const order = await aPaidOrder(wechat);
    const day = await bills.newDay();
    await wechat.control.post(`/orders/${order.outTradeNo}/refund`, { amount_fen: 1, notify: false });
    await bills.newDay();
    const ofType = async (bill_type: string) => (await wechat.merchant.tradeBill({ bill_date: day, bill_type })).status;
    expect([await ofType('SUCCESS'), await ofType('REFUND'), await ofType('ALL')]).to.deep.equal([400, 200, 200]);
  });
});
