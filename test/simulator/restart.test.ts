import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCredentials } from '../../simulator/credentials/load-credentials.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { controlClient } from './support/control-client.ts';
import { merchantClient } from './support/merchant-client.ts';
import { useNotificationReceiver } from './support/notification-receiver.ts';
import { aNativeOrder } from './support/order-builder.ts';
import { anOrderPaid } from './support/order-paid.ts';
import { aPaidOrder } from './support/paid-order.ts';
import { aRefund } from './support/refund-builder.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { newDataDir, removeDataDir } from './support/temporary-directories.ts';

describe('A restarted simulator', () => {
  const wechat = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  const journal = (): string => join(wechat.dataDir, 'journal.jsonl');

  it('is the same WeChat: account, users, orders and clock', async () => {
    const before = wechat.simulator.credentials;
    const { openid } = await wechat.control.login('alice');
    await wechat.control.advance(3600);
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await receiver.until(1);
    const paid = (await wechat.merchant.query(outTradeNo)).json;
    await wechat.restart();
    expect(wechat.simulator.credentials).to.deep.equal(before);
    expect((await wechat.control.login('alice')).openid).to.equal(openid);
    expect((await wechat.merchant.query(outTradeNo)).json).to.deep.equal(paid);
    const { now } = (await wechat.control.advance(0)).json;
    expect(Date.parse(String(now)) - Date.now()).to.be.greaterThan(3_590_000);
  });

  it('goes on with the retries that were pending, and only with those', async () => {
    receiver.reply({ status: 204 }, { status: 500 }, { status: 204 });
    const delivered = await anOrderPaid(wechat, receiver.url);
    await wechat.control.advance(0);
    const failed = await anOrderPaid(wechat, receiver.url);
    await wechat.control.advance(0);
    await wechat.restart();
    await wechat.control.advance(15);
    expect((await wechat.control.order(failed)).notification?.attempts).to.have.length(2);
    expect((await wechat.control.order(failed)).notification?.status).to.equal('delivered');
    expect((await wechat.control.order(delivered)).notification?.attempts).to.have.length(1);
  });

  it('delivers by itself what fell due while it was down', async () => {
    receiver.reply({ status: 500 }, { status: 204 });
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await wechat.control.advance(14.9);
    await wechat.restart();
    await receiver.until(2);
    await wechat.control.advance(0);
    expect((await wechat.control.order(outTradeNo)).notification?.status).to.equal('delivered');
  });

  it('brings a refund to its end that was under way, at its own time, and tells of it', async () => {
    const order = await aPaidOrder(wechat, { order: { notify_url: receiver.url } });
    const request = aRefund(order);
    await wechat.control.planRefunds({ delay_seconds: 600, outcome: 'ABNORMAL', notify: true });
    await wechat.merchant.refund(request);
    await wechat.control.planRefunds({ outcome: 'SUCCESS' });
    await wechat.restart();
    expect((await wechat.merchant.queryRefund(request.out_refund_no)).json['status']).to.equal('PROCESSING');
    expect((await wechat.control.get('/refund-plan')).json).to.include({ delay_seconds: 600, outcome: 'SUCCESS' });
    await wechat.control.advance(600);
    await receiver.until(1);
    const { create_time, notification } = await wechat.control.refund(request.out_refund_no);
    expect(notification?.event_type).to.equal('REFUND.ABNORMAL');
    const endedAtMs = Date.parse(notification?.attempts[0]?.at ?? '');
    expect(endedAtMs - Date.parse(create_time)).to.equal(600_000);
    expect((await wechat.merchant.query(order.outTradeNo)).json['trade_state']).to.equal('REFUND');
  });

  it('ends a refund that fell due while it was down, at the time when it did', async () => {
    const order = await aPaidOrder(wechat, { order: { notify_url: receiver.url } });
    const request = aRefund(order);
    await wechat.control.planRefunds({ delay_seconds: 60, outcome: 'SUCCESS' });
    await wechat.merchant.refund(request);
    const aheadMs = Date.parse(String((await wechat.control.advance(0)).json['now'])) - Date.now();
    await wechat.simulator.stop();
    // An hour goes by at WeChat.
    appendFileSync(journal(), `${JSON.stringify({ kind: 'clock_moved', offsetMs: aheadMs + 3_600_000 })}\n`);
    await wechat.restart();
    await receiver.until(1);
    const { json } = await wechat.merchant.queryRefund(request.out_refund_no);
    expect(json['status']).to.equal('SUCCESS');
    expect(Date.parse(String(json['success_time'])) - Date.parse(String(json['create_time']))).to.equal(60_000);
  });

  it('is refused while another one uses the same directory, and leaves that one alone', async () => {
    const second = startSimulator({ port: 0, dataDir: wechat.dataDir });
    expect(await second.catch((error: Error) => error.message)).to.match(/^another WeChat simulator uses /);
    expect((await wechat.control.login('alice')).openid).to.be.a('string');
  });

  it('drops a torn last line and writes on after the last sound one', async () => {
    const outTradeNo = await anOrderPaid(wechat, receiver.url);
    await wechat.control.advance(0);
    await wechat.simulator.stop();
    appendFileSync(journal(), `{"kind":"order_closed","outTradeNo":"${'T'.repeat(20_000)}`);
    await wechat.restart();
    expect((await wechat.control.order(outTradeNo)).trade_state).to.equal('SUCCESS');
    const later = await anOrderPaid(wechat, receiver.url);
    await wechat.restart();
    expect((await wechat.control.order(later)).trade_state).to.equal('SUCCESS');
    for (const line of readFileSync(journal(), 'utf8').trimEnd().split('\n')) JSON.parse(line);
  });

  it('refuses a journal that is damaged elsewhere', async () => {
    const dataDir = newDataDir();
    writeFileSync(join(dataDir, 'journal.jsonl'), '{"kind":\n{"kind":"clock_moved","offsetMs":0}\n');
    let fault: unknown;
    await startSimulator({ port: 0, dataDir }).catch((error: unknown) => {
      fault = error;
    });
    removeDataDir(dataDir);
    expect(String(fault)).to.match(/journal is damaged at byte 0/);
  });

  it('keeps its keys to its owner', async () => {
    const dataDir = newDataDir();
    await loadCredentials(dataDir);
    expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).to.equal(0o600);
    removeDataDir(dataDir);
  });
});

describe('A simulator killed without warning', () => {
  const dataDirs: string[] = [];
  const children: ChildProcess[] = [];
  const run = async (dataDir: string): Promise<{ child: ChildProcess; url: string }> => {
    const command = ['--import', 'tsx', 'simulator/main.ts', '--port', '0', '--data-dir', dataDir];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let printed = '';
    for await (const chunk of child.stdout ?? []) {
      printed += String(chunk);
      const url = /WeChat simulator: (\S+)/.exec(printed)?.[1];
      if (url && printed.includes('/payer')) return { child, url };
    }
    throw new Error(`the simulator did not start: ${printed}`);
  };
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const dataDir of dataDirs) removeDataDir(dataDir);
  });

  it('has lost nothing that it had answered, and stops on SIGTERM', async () => {
    const dataDir = newDataDir();
    dataDirs.push(dataDir);
    const first = await run(dataDir);
    const stored = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as {
      merchant: Parameters<typeof aNativeOrder>[0];
    };
    const order = aNativeOrder(stored.merchant);
    await merchantClient({ url: first.url, credentials: stored.merchant }).native(order);
    const { json } = await controlClient(first.url).pay(order.out_trade_no);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await run(dataDir);
    const found = await merchantClient({ url: second.url, credentials: stored.merchant }).query(order.out_trade_no);
    expect(found.json).to.include({ trade_state: 'SUCCESS', transaction_id: json['transaction_id'] });
    second.child.kill('SIGTERM');
    const [exitCode] = (await once(second.child, 'exit')) as [number | null];
    expect(exitCode).to.equal(0);
  });
});

describe('Whoever is not on this machine', () => {
  const wechat = useSimulatedWechat();

  it('does not reach the simulator: it listens on 127.0.0.1 alone', async () => {
    const elsewhere = wechat.simulator.url.replace('127.0.0.1', '127.0.0.2');
    const outcome = await fetch(elsewhere).then(
      () => 'reached',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
  });
});

describe('In production', () => {
  const environment = process.env['NODE_ENV'];
  afterEach(() => {
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  });

  it('the simulator refuses to start', async () => {
    process.env['NODE_ENV'] = 'production';
    let fault: unknown;
    await startSimulator({ port: 0, dataDir: '/nonexistent' }).catch((error: unknown) => {
      fault = error;
    });
    expect(String(fault)).to.match(/must not run in production/);
  });
});
