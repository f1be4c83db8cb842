import { expect } from 'chai';
import { aNativeOrder } from '../support/order-builder.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';
import { isSignedByWechat } from '../support/verify-wechat.ts';

/** The name of what went wrong with a call, or its status. */
const outcomeOf = (call: Promise<{ readonly status: number }>): Promise<string | number> =>
  call.then(
    ({ status }) => status,
    (failure: Error) => {
      const { cause } = failure;
      return cause instanceof Error && 'code' in cause ? String(cause.code) : failure.name;
    },
  );

describe('A request fault', () => {
  const wechat = useSimulatedWechat();
  afterEach(() => wechat.control.delete('/faults'));

  /** Places an order under one fault; says what came of the call, and whether the order exists. */
  const placedUnder = async (fault: string, patience = {}): Promise<readonly [string | number, boolean]> => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.control.planFaults(1, { on: 'request', fault, path: '/v3/pay/transactions/native' });
    const outcome = await outcomeOf(wechat.merchant.native(order, patience));
    expect(await wechat.control.fired()).to.deep.equal([1]);
    return [outcome, (await wechat.merchant.query(order.out_trade_no)).status === 200];
  };

  it('reset cuts the connection before anything is done', async () => {
    expect(await placedUnder('reset')).to.deep.equal(['ECONNRESET', false]);
  });

  it('timeout_before never answers and does nothing', async () => {
    expect(await placedUnder('timeout_before', { patienceMs: 150 })).to.deep.equal(['TimeoutError', false]);
  });

  it('timeout_after_commit does it and never answers', async () => {
    expect(await placedUnder('timeout_after_commit', { patienceMs: 150 })).to.deep.equal(['TimeoutError', true]);
  });

  it('reset_after_commit does it and cuts the connection', async () => {
    expect(await placedUnder('reset_after_commit')).to.deep.equal(['ECONNRESET', true]);
  });

  const refusals: readonly (readonly [string, number, string])[] = [
    ['rate_limited', 429, 'FREQUENCY_LIMITED'],
    ['system_error', 500, 'SYSTEM_ERROR'],
  ];
  for (const [fault, status, code] of refusals) {
    it(`${fault} answers ${status} ${code} and does nothing`, async () => {
      expect(await placedUnder(fault)).to.deep.equal([status, false]);
      const { json, headers } = await wechat.merchant.native(aNativeOrder(wechat.simulator.credentials));
      expect(json['code']).to.equal(code);
      expect(headers.get('wechatpay-signature')).to.equal(null);
    });
  }

  it('slow_body sends headers at once and the body later, in pieces', async () => {
    await wechat.control.planFaults(1, { on: 'request', fault: 'slow_body', path: '/sns', delay_ms: 500 });
    const startedAt = performance.now();
    const response = await fetch(`${wechat.simulator.url}/sns/jscode2session`);
    const headersAfterMs = performance.now() - startedAt;
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body ?? []) pieces.push(piece as Uint8Array);
    expect(headersAfterMs).to.be.lessThan(400);
    expect(performance.now() - startedAt).to.be.greaterThan(490);
    expect(pieces.length).to.be.greaterThan(1);
    expect(JSON.parse(Buffer.concat(pieces).toString('utf8'))).to.include({ errcode: 40013 });
  });

  it('slow_body leaves the signature right, and an empty answer alone', async () => {
    await wechat.control.planFaults(1, { on: 'request', fault: 'slow_body', delay_ms: 10 });
    const order = aNativeOrder(wechat.simulator.credentials);
    const { headers, text } = await wechat.merchant.native(order);
    expect(isSignedByWechat(headers, text, wechat.simulator.credentials.publicKeyPem)).to.equal(true);
    expect((await wechat.merchant.close(order.out_trade_no)).status).to.equal(204);
  });

  for (const api of ['/sns', '/cgi-bin', '/wxa', '/xpay']) {
    it(`befalls ${api} too, which answers 200 with an errcode`, async () => {
      const answer = async (): Promise<unknown> => {
        const response = await fetch(`${wechat.simulator.url}${api}/anything`, { method: 'POST', body: '{}' });
        return [response.status, ((await response.json()) as { errcode: number }).errcode];
      };
      await wechat.control.planFaults(1, { on: 'request', fault: 'system_error', path: `${api}/` });
      expect(await answer()).to.deep.equal([200, -1]);
      await wechat.control.planFaults(1, { on: 'request', fault: 'rate_limited' });
      expect(await answer()).to.deep.equal([200, 45011]);
    });
  }

  it('leaves paths that do not begin as it says, the control API and the page of the payer', async () => {
    await wechat.control.planFaults(1, { on: 'request', fault: 'reset', path: '/v3/refund' });
    expect((await wechat.merchant.native(aNativeOrder(wechat.simulator.credentials))).status).to.equal(200);
    await wechat.control.planFaults(1, { on: 'request', fault: 'reset' });
    expect((await wechat.control.get('/orders')).status).to.equal(200);
    expect((await fetch(`${wechat.simulator.url}/payer`)).status).to.equal(200);
    expect(await wechat.control.fired()).to.deep.equal([0]);
  });

  it('is over after as many times as it says', async () => {
    await wechat.control.planFaults(1, { on: 'request', fault: 'system_error', times: 2 });
    const statuses: number[] = [];
    for (let calls = 0; calls < 4; calls += 1) statuses.push((await wechat.merchant.query('UNKNOWN1')).status);
    expect(statuses).to.deep.equal([500, 500, 404, 404]);
  });

  it('is the first that fires, in the order of the rules, and no second one', async () => {
    const fault = { on: 'request', fault: 'rate_limited' };
    const rules = [
      { ...fault, probability: 0 },
      { ...fault, times: 1 },
      { on: 'request', fault: 'system_error' },
    ];
    await wechat.control.planFaults(1, ...rules);
    expect((await wechat.merchant.query('UNKNOWN1')).status).to.equal(429);
    expect((await wechat.merchant.query('UNKNOWN1')).status).to.equal(500);
    expect(await wechat.control.fired()).to.deep.equal([0, 1, 1]);
  });
});
