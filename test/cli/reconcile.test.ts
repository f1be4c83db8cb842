import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { type Simulator, startSimulator } from '../../simulator/start-simulator.ts';
import { PlatformKeys } from '../../src/adapters/wechat/pay/platform-keys.ts';
import { WechatPayGateway } from '../../src/adapters/wechat/pay/wechat-pay-gateway.ts';
import { simulatedAccount } from '../../src/cli/system/wechat-account.ts';
import { isSettled } from '../../src/domain/ordering/order.ts';
import type { PaymentGateway } from '../../src/domain/ordering/payment-gateway.ts';
import { type BeijingDay, beijingDayAfter, beijingDayOf } from '../../src/domain/shared/beijing-time.ts';
import { asIntruder } from '../support/audit.ts';
import { commandFlaw } from '../support/command-flaw.ts';
import { aUser, offering, theOrder } from '../support/customers.ts';
import { Phone } from '../support/http/phone.ts';
import { giveKnownAccount } from '../support/known-wechat-account.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop } from '../support/shop.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** In this order, as an accountant would, on the morning after. */
describe('seahorse reconcile', function () {
  this.timeout(60_000);
  let database: MigratedDatabase;
  let simulator: Simulator;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let phone: Phone;
  let day: BeijingDay;
  const orders: Record<'told' | 'lost' | 'forgotten', { outTradeNo: string; orderId: string }> = {} as never;

  before(async () => {
    [database, folder] = [await migratedDatabase(), await temporaryFolder()];
    await giveKnownAccount(folder.path);
    simulator = await startSimulator({ port: 0, dataDir: folder.path });
    phone = new Phone(simulator.url);
    day = beijingDayOf(await phone.advance(0));
    await sell();
  });
  after(async () => {
    await simulator.stop();
    await database.drop();
    await folder.remove();
  });

  /** Three people pay 9.90; of the first alone we are told. */
  async function sell(): Promise<void> {
    const account = simulatedAccount(simulator.url, simulator.credentials, 'http://127.0.0.1/n');
    const settings = { ...account.pay, timeoutMs: 5_000 };
    const keys = new PlatformKeys(settings);
    const shop = openShop(database.uow);
    const gateway: PaymentGateway = new WechatPayGateway({ name: 'native', settings, keys });
    (shop.gateways as Map<string, PaymentGateway>).set('native', gateway);
    const offer = await offering(shop);
    for (const name of ['told', 'lost', 'forgotten'] as const) {
      const userId = await aUser(shop, name);
      const answer = await shop.placeOrder({ userId, packageId: offer.id, platform: 'web' });
      if (answer.kind !== 'placed') throw new Error(answer.kind);
      const { attempt } = await theOrder(shop, answer.order.id);
      const { outTradeNo } = attempt.intent;
      await phone.pay(outTradeNo, { notify: false });
      if (name !== 'lost') await shop.queryAndSettle(outTradeNo, 'poll');
      orders[name] = { outTradeNo, orderId: answer.order.id };
    }
  }

  const run = (...args: string[]) => {
    const { credentials, url } = simulator;
    return runProgram(['reconcile', ...args], {
      ...{ DATABASE_URL: database.url, SEAHORSE_OPERATOR: 'alice' },
      ...{ WECHAT_API_BASE_URL: url, WECHAT_PAY_BASE_URL: url },
      ...{ WECHAT_APP_ID: credentials.appid, WECHAT_APP_SECRET: credentials.appSecret },
      ...{ WECHAT_PAY_MCH_ID: credentials.mchid, WECHAT_PAY_MERCHANT_SERIAL: credentials.merchantSerial },
      ...{ WECHAT_PAY_PRIVATE_KEY: credentials.merchantPrivateKeyPem, WECHAT_PAY_API_V3_KEY: credentials.apiV3Key },
      ...{ WECHAT_PAY_PUBLIC_KEY_ID: credentials.publicKeyId, WECHAT_PAY_PUBLIC_KEY: credentials.publicKeyPem },
      ...{ WECHAT_PAY_NOTIFY_URL: 'http://127.0.0.1/n' },
    });
  };
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json');
    return { code, stderr, said: stdout === '' ? null : JSON.parse(stdout) };
  };

  it('run exits with 75 as long as the bill is not ready', async () => {
    const { code, stdout, stderr } = await run('run', '--day', day);
    expect([code, stdout]).to.deep.equal([75, '']);
    expect(stderr).to.include('has not made the bill').and.to.include(day);
  });

  it('show and apply say what to do where nothing was compared yet', async () => {
    for (const args of [
      ['show', day],
      ['apply', day, '--reason', 'x'],
    ]) {
      const { code, stderr } = await run(...args);
      expect([code, stderr]).to.deep.equal([
        1,
        `seahorse: nothing was compared for ${day} yet: seahorse reconcile run --day ${day}\n`,
      ]);
    }
    expect(await run('list')).to.include({ code: 0, stdout: '' });
  });

  it('run finds the payment that nobody told of, exits with 3, and suggests what to do', async () => {
    await phone.advance(2 * 86_400);
    const { code, said, stderr } = await json('run', '--day', day);
    expect([code, stderr]).to.deep.equal([3, 'seahorse: 1 difference left\n']);
    const [report] = said.reports;
    expect(report).to.include({ day, asked_by: 'alice', payments: 3, matched: 2, paid_fen: 2_970, found: 1, open: 1 });
    expect(report).to.include({ fees_milli_fen: 18_000, trade_bill_fees_fen: 18, fund_bill_fees_fen: 18 });
    const [difference] = report.differences;
    expect(difference).to.include({
      ...{ class: 'missing_here', subject: 'payment', out_trade_no: orders.lost.outTradeNo },
      ...{ ours: 'pending', theirs: 'paid', resolved_at: null },
    });
    expect(difference.suggestion).to.equal(`seahorse reconcile apply ${report.id} --reason …`);
    expect(commandFlaw(difference.suggestion)).to.equal(null);
  });

  it('show tells it again as text, and as CSV', async () => {
    const { code, stdout } = await run('show', day);
    expect(code).to.equal(3);
    expect(stdout).to.match(new RegExp(`^${day}  merchant \\d+  rec_[0-9a-f]{32}  by alice\n`));
    expect(stdout).to.include('3 payments of ¥29.70, 0 refunds of ¥0.00, fees ¥0.18000\n2 matched, 1 difference\n');
    expect(stdout).to.match(/^1 {2}missing_here {2}payment [0-9a-f]{32} {2}existence: pending \| paid {2}seahorse/m);
    const csv = await run('show', day, '--csv');
    const [head, line] = csv.stdout.split('\r\n');
    expect(head).to.equal(
      '\uFEFFreport,day,no,class,against,subject,out_trade_no,out_refund_no,provider_no,user,field,ours,theirs,resolved_at,suggestion',
    );
    expect(line).to.include(`,${day},1,missing_here,orders,payment,${orders.lost.outTradeNo},,42`);
    const none = await json('show', day, '--class', 'fee');
    expect([none.code, none.said.differences]).to.deep.equal([3, []]);
  });

  it('apply --dry-run shows what would be done; without a terminal it wants --yes', async () => {
    const dry = await json('apply', day, '--reason', 'lost', '--dry-run');
    expect(dry.code).to.equal(0);
    expect(dry.said).to.deep.include({ dry_run: true, left: 1 });
    expect(dry.said.applied[0]).to.include({ out_trade_no: orders.lost.outTradeNo, outcome: 'planned' });
    const asked = await run('apply', day, '--reason', 'lost');
    expect([asked.code, asked.stderr.split('\n').at(-2)]).to.deep.equal([
      ...[2, 'seahorse: this moves money or points: run it with --yes, or at a terminal'],
    ]);
    expect((await run('show', day)).code, 'nothing was done').to.equal(3);
  });

  it('apply settles it, and finds nothing to do the second time', async () => {
    const { code, said } = await json('apply', day, '--reason', 'lost', '--yes');
    expect([code, said.left, said.applied[0].outcome]).to.deep.equal([0, 0, 'resolved']);
    const placed = await database.uow.run(({ orders: all }) => all.find(orders.lost.orderId as never));
    expect(placed && isSettled(placed.order)).to.equal(true);
    const again = await run('apply', day, '--reason', 'lost', '--yes');
    expect([again.code, again.stdout]).to.deep.equal([0, 'nothing to do\n']);
    const shown = await run('show', day);
    expect([shown.code, shown.stderr]).to.deep.equal([0, '']);
    expect(shown.stdout)
      .to.include('1 difference, of which 1 resolved')
      .and.to.match(/resolved$/m);
    expect((await json('show', day, '--open')).said.differences).to.deep.equal([]);
  });

  it('run again finds nothing more; list tells both, newest first', async () => {
    const { code, said } = await json('run', '--day', day, '--by', 'bob');
    expect([code, said.reports[0].found]).to.deep.equal([0, 0]);
    const { reports } = (await json('list')).said;
    expect(reports.map(({ asked_by }: { asked_by: string }) => asked_by)).to.deep.equal(['bob', 'alice']);
    const first = await json('show', reports[1].id);
    expect(first.said).to.include({ id: reports[1].id, found: 1, open: 0 });
    expect((await run('list', '--limit', '1')).stdout).to.match(
      /^\S+ {2}rec_\S+ {2}3 payments of ¥29.70, 0 refunds {2}0 differences {2}bob\n$/,
    );
  });

  it('run compares the ledger, too, and such a thing is for a person', async () => {
    await asIntruder(database.knex, (trx) =>
      trx('ledger.entries').where({ cause_id: orders.forgotten.orderId }).delete(),
    );
    const { code, said } = await json('run', '--from', day, '--to', day);
    expect(code).to.equal(3);
    const [difference] = said.reports[0].differences;
    expect(difference).to.include({ class: 'missing_here', against: 'ledger', ours: '0 points granted' });
    expect(commandFlaw(difference.suggestion)).to.equal(null);
    const applied = await json('apply', day, '--reason', 'x', '--yes');
    expect([applied.code, applied.said.applied]).to.deep.equal([0, []]);
  });

  it('revenue tells what is left of each package, and of which days it knows nothing', async () => {
    const { code, said } = await json('revenue', '--from', day, '--to', beijingDayAfter(day, 1));
    expect(code).to.equal(0);
    const sums = { payments: 3, refunds: 0, gross_fen: 2_970, refunded_fen: 0, fees_milli_fen: 18_000 };
    expect(said.packages).to.deep.equal([{ package: 'starter', name: '入门包', ...sums, net_milli_fen: 2_952_000 }]);
    expect(said).to.deep.include({
      total: { ...sums, net_milli_fen: 2_952_000 },
      missing_days: [beijingDayAfter(day, 1)],
    });
    const csv = await run('revenue', '--from', day, '--to', day, '--csv');
    expect(csv.stdout.split('\r\n')).to.deep.equal([
      '\uFEFFpackage,name,payments,refunds,gross,refunded,fees,net',
      'starter,入门包,3,0,29.70,0.00,0.18000,29.52000',
      'total,,3,0,29.70,0.00,0.18000,29.52000',
      '',
    ]);
    expect((await run('revenue', '--from', day, '--to', day)).stdout).to.match(/^starter {2}入门包 .* 29\.52000$/m);
  });

  it('bill keeps the file whose hash was checked, and overwrites none', async () => {
    const file = path.join(folder.path, 'fund.csv');
    const { code, said } = await json('bill', '--day', day, '--kind', 'fund', '--file', file);
    const kept = await readFile(file, 'utf8');
    expect([code, said]).to.deep.equal([0, { day, kind: 'fund', file, bytes: Buffer.byteLength(kept) }]);
    expect(kept.split('\r\n')[0]).to.match(/^\ufeff?记账时间,微信支付业务单号,/);
    const again = await run('bill', '--day', day, '--kind', 'fund', '--file', file);
    expect([again.code, again.stderr]).to.deep.equal([1, `seahorse: ${file} is there already, and is left as it is\n`]);
    const none = await run('bill', '--day', beijingDayAfter(day, -3), '--file', path.join(folder.path, 'none.csv'));
    expect([none.code, none.stdout]).to.deep.equal([
      ...[0, `nothing happened on ${beijingDayAfter(day, -3)}: there is no bill\n`],
    ]);
  });

  const mistakes: readonly (readonly [what: string, args: string[], says: RegExp])[] = [
    ['a day that is none', ['run', '--day', '2026-02-30'], /expected a day in Beijing/],
    ['a day and a span', ['run', '--day', '2026-01-01', '--from', '2026-01-01'], /cannot be used with/],
    ['an end without a beginning', ['run', '--to', '2026-01-01'], /--to needs --from/],
    ['a span that is turned round', ['run', '--from', '2026-01-02', '--to', '2026-01-01'], /is after/],
    ['too many days', ['run', '--from', '2020-01-01', '--to', '2026-01-01'], /at most 100 days/],
    ['a report that is none', ['show', 'rec_1'], /expected a report such as/],
    ['a class that is none', ['show', '--class', 'odd'], /Allowed choices are/],
    ['JSON and CSV at once', ['show', '--csv', '--json'], /cannot be used with/],
    ['no reason', ['apply', '2026-01-01'], /--reason/],
    ['an empty reason', ['apply', '2026-01-01', '--reason', ' '], /expected 1 to 200 characters/],
    ['no file', ['bill', '--day', '2026-01-01'], /--file/],
    ['a limit that is none', ['list', '--limit', '0'], /expected a number/],
    ['no days', ['revenue'], /--from/],
  ];
  for (const [what, args, says] of mistakes) {
    it(`exits with 2 for ${what}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }

  it('exits with 1 for a report that there is not, and 75 when WeChat is away', async () => {
    const { code, stderr } = await run('show', `rec_${'0'.repeat(32)}`);
    expect([code, stderr]).to.deep.equal([1, 'seahorse: there is no such report, or it is not finished\n']);
    await simulator.stop();
    const away = await run('run', '--day', day);
    expect([away.code, away.stdout]).to.deep.equal([75, '']);
  });
});
