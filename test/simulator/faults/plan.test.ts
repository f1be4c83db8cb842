import { expect } from 'chai';
import { type FaultPlan, startSimulator } from '../../../simulator/start-simulator.ts';
import { controlClient } from '../support/control-client.ts';
import { useNotificationReceiver } from '../support/notification-receiver.ts';
import { anOrderPaid } from '../support/order-paid.ts';
import { type SimulatedWechat, useSimulatedWechat } from '../support/simulated-wechat.ts';
import { newDataDir, removeDataDir } from '../support/temporary-directories.ts';

const sometimes = { on: 'request', fault: 'system_error', path: '/sns', probability: 0.5 } as const;

/** Which of the next calls fail, as a line of `x` and `.`. */
async function pattern(url: string, calls: number): Promise<string> {
  const marks: string[] = [];
  for (let made = 0; made < calls; made += 1) {
    const response = await fetch(`${url}/sns/jscode2session`);
    marks.push(((await response.json()) as { errcode: number }).errcode === -1 ? 'x' : '.');
  }
  return marks.join('');
}

describe('The fault plan', () => {
  const wechat = useSimulatedWechat();

  it('is answered with how often each rule has fired, and taken away', async () => {
    expect((await wechat.control.get('/faults')).json).to.deep.equal({ seed: null, rules: [] });
    const rule = { on: 'notification', fault: 'delay', event: 'REFUND.SUCCESS', delay_seconds: 60, times: 3 };
    const put = await wechat.control.planFaults(7, { ...sometimes, probability: 1 }, rule);
    const expected = {
      seed: 7,
      rules: [
        { ...sometimes, probability: 1, fired: 0 },
        { ...rule, fired: 0 },
      ],
    };
    expect([put.status, put.json]).to.deep.equal([200, expected]);
    await pattern(wechat.simulator.url, 3);
    expect(await wechat.control.fired()).to.deep.equal([3, 0]);
    expect((await wechat.control.delete('/faults')).json).to.deep.equal({ seed: null, rules: [] });
    expect(await pattern(wechat.simulator.url, 3)).to.equal('...');
  });

  const wrongRules: readonly (readonly [string, object])[] = [
    ['an unknown fault', { on: 'request', fault: 'flood' }],
    ['a fault of requests for notifications', { on: 'notification', fault: 'reset' }],
    ['a fault of notifications for requests', { on: 'request', fault: 'drop' }],
    ['a fault of notifications for pushes', { on: 'push', fault: 'probe' }],
    ['a path for notifications', { on: 'notification', fault: 'drop', path: '/v3' }],
    ['an event for requests', { on: 'request', fault: 'reset', event: 'REFUND.SUCCESS' }],
    ['a probability above 1', { on: 'request', fault: 'reset', probability: 1.1 }],
    ['no times', { on: 'request', fault: 'reset', times: 0 }],
  ];
  for (const [what, rule] of wrongRules) {
    it(`refuses ${what}`, async () => {
      expect((await wechat.control.planFaults(1, rule)).status).to.equal(400);
      expect((await wechat.control.get('/faults')).json['seed']).to.equal(null);
    });
  }

  it('needs a seed', async () => {
    expect((await wechat.control.put('/faults', { rules: [] })).status).to.equal(400);
  });
});

describe('The seed of a fault plan', () => {
  const wechat = useSimulatedWechat();
  const other = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  const patternOf = async (
    { control, simulator }: SimulatedWechat,
    calls: number,
    seed: number,
    ...rules: object[]
  ) => {
    await control.planFaults(seed, ...rules);
    return pattern(simulator.url, calls);
  };

  it('gives the same faults for the same calls, again and elsewhere', async () => {
    const first = await patternOf(wechat, 40, 7, sometimes);
    expect(first).to.include('x').and.include('.');
    expect(await patternOf(wechat, 40, 7, sometimes)).to.equal(first);
    expect(await patternOf(other, 40, 7, sometimes)).to.equal(first);
    expect(await patternOf(other, 40, 8, sometimes)).to.not.equal(first);
  });

  it('gives these very faults: whoever writes one down finds it again with the next version', async () => {
    expect(await patternOf(wechat, 20, 7, sometimes)).to.equal('..xx..xx...x...xxx.x');
  });

  it('gives one number to every rule that is asked, also where its chance is nil', async () => {
    const alone = await patternOf(wechat, 20, 7, sometimes);
    const second = await patternOf(wechat, 10, 7, { ...sometimes, probability: 0 }, sometimes);
    expect(second).to.equal([...alone].filter((_, index) => index % 2 === 1).join(''));
  });

  it('gives no number to a rule that does not fit or is spent', async () => {
    const alone = await patternOf(wechat, 20, 7, sometimes);
    const elsewhere = { ...sometimes, path: '/v3' };
    expect(await patternOf(wechat, 20, 7, elsewhere, sometimes)).to.equal(alone);
    const once = { on: 'request', fault: 'system_error', path: '/sns', times: 1 };
    expect((await patternOf(wechat, 20, 7, once, sometimes)).slice(1)).to.equal(alone.slice(1));
  });

  it('gives the faults of notifications from the same sequence', async () => {
    await wechat.control.planFaults(7, { on: 'notification', fault: 'drop_all', probability: 0.5 });
    const marks: string[] = [];
    for (let paid = 0; paid < 12; paid += 1) {
      const outTradeNo = await anOrderPaid(wechat, receiver.url);
      await wechat.control.advance(0);
      marks.push((await wechat.control.order(outTradeNo)).notification?.status === 'given_up' ? 'x' : '.');
    }
    expect(marks.join('')).to.equal('..xx..xx...x');
    expect(receiver.received).to.have.length(7);
  });
});

describe('A simulator with a fault plan', () => {
  const faults: FaultPlan = { seed: 7, rules: [sometimes, { on: 'notification', fault: 'reorder' }] };
  const wechat = useSimulatedWechat({ faults });
  const receiver = useNotificationReceiver();

  it('has it from the start, and goes on where it was after a restart', async () => {
    const before = await pattern(wechat.simulator.url, 10);
    const fired = await wechat.control.fired();
    await wechat.restart();
    expect(await wechat.control.fired()).to.deep.equal(fired);
    expect(before + (await pattern(wechat.simulator.url, 10))).to.equal('..xx..xx...x...xxx.x');
  });

  it('still holds back after a restart what it held back before', async () => {
    const first = await anOrderPaid(wechat, receiver.url);
    await wechat.restart();
    await wechat.control.advance(86_400);
    expect((await wechat.control.order(first)).notification?.held_by).to.equal('reorder');
    expect(receiver.received).to.have.length(0);
    await anOrderPaid(wechat, receiver.url);
    await receiver.until(2);
  });

  it('takes another one in place of what its directory has', async () => {
    const dataDir = newDataDir();
    const rulesOf = async (plan: FaultPlan): Promise<unknown> => {
      const simulator = await startSimulator({ port: 0, dataDir, faults: plan });
      const { json } = await controlClient(simulator.url).get('/faults');
      await simulator.stop();
      return json;
    };
    await rulesOf({ seed: 1, rules: [sometimes] });
    expect(await rulesOf({ seed: 2, rules: [] })).to.deep.equal({ seed: 2, rules: [] });
    removeDataDir(dataDir);
  });
});
