import { expect } from 'chai';
import { billsOf } from '../support/bill-client.ts';
import type { WireAnswer } from '../support/merchant-client.ts';
import { aNativeOrder } from '../support/order-builder.ts';
import { aPaidOrder } from '../support/paid-order.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';
import { isSignedByWechat } from '../support/verify-wechat.ts';

describe('A fault of the signature of an answer', () => {
  const wechat = useSimulatedWechat();
  afterEach(() => wechat.control.delete('/faults'));

  const answeredUnder = async (fault: string): Promise<WireAnswer> => {
    await wechat.control.planFaults(1, { on: 'request', fault, path: '/v3/', times: 1 });
    const order = aNativeOrder(wechat.simulator.credentials);
    const answer = await wechat.merchant.native(order);
    expect(answer.status).to.equal(200);
    // It was carried out all the same, and the next answer is as it should be.
    expect(verifies(await wechat.merchant.query(order.out_trade_no))).to.equal(true);
    return answer;
  };
  const verifies = ({ headers, text }: WireAnswer): boolean =>
    isSignedByWechat(headers, text, wechat.simulator.credentials.publicKeyPem);
  const ageSeconds = ({ headers }: WireAnswer): number =>
    Date.now() / 1000 - Number(headers.get('wechatpay-timestamp'));

  it('bad_signature looks right and does not verify', async () => {
    const answer = await answeredUnder('bad_signature');
    expect(Buffer.from(answer.headers.get('wechatpay-signature') ?? '', 'base64')).to.have.length(256);
    expect(verifies(answer)).to.equal(false);
  });

  it('unsigned has no signature headers at all', async () => {
    const { headers, json } = await answeredUnder('unsigned');
    expect([...headers.keys()].filter((name) => name.startsWith('wechatpay-'))).to.deep.equal([]);
    expect(json).to.have.property('code_url');
  });

  it('skewed_clock verifies, with a timestamp ten minutes off', async () => {
    const answer = await answeredUnder('skewed_clock');
    expect(verifies(answer)).to.equal(true);
    expect(ageSeconds(answer)).to.be.within(599, 610);
  });

  it('probe says SIGNTEST', async () => {
    const answer = await answeredUnder('probe');
    expect(answer.headers.get('wechatpay-signature')).to.match(/^WECHATPAY\/SIGNTEST\//);
    expect(verifies(answer)).to.equal(false);
  });

  it('befalls the answer to a closing, which has no body', async () => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(order);
    await wechat.control.planFaults(1, { on: 'request', fault: 'bad_signature' });
    const answer = await wechat.merchant.close(order.out_trade_no);
    expect([answer.status, verifies(answer)]).to.deep.equal([204, false]);
  });

  it('is not used up by what is not signed: errors, bills, and other APIs', async () => {
    const bills = billsOf(wechat);
    const day = await bills.newDay();
    await aPaidOrder(wechat);
    await bills.newDay();
    const { json } = await wechat.merchant.tradeBill({ bill_date: day });
    await wechat.control.planFaults(1, { on: 'request', fault: 'unsigned' });
    expect((await wechat.merchant.query('UNKNOWN1')).status).to.equal(404);
    expect((await wechat.merchant.download(String(json['download_url']))).status).to.equal(200);
    expect((await fetch(`${wechat.simulator.url}/sns/jscode2session`)).status).to.equal(200);
    expect(await wechat.control.fired()).to.deep.equal([0]);
  });
});
