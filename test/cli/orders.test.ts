import path from 'node:path';
import { expect } from 'chai';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { SIMULATOR_FOLDER } from '../../src/cli/system/wechat-account.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { wechatEnvironment } from '../support/wechat-environment.ts';

const NOBODY = `ord_${'0'.repeat(32)}`;

/** The command line beside the running system, with the same database and the same simulated WeChat. */
describe('seahorse orders', function () {
  this.timeout(60_000);
  const system = useTestSystem();
  const environment = () => ({
    ...wechatEnvironment({ url: system().wechatUrl, credentials: system().credentials }),
    ...{ DATABASE_URL: system().databaseUrl, SEAHORSE_OPERATOR: 'alice' },
  });
  const run = (...args: string[]) => runProgram(['orders', ...args], environment());
  const done = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stderr]).to.deep.equal([0, '']);
    return stdout;
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find
  const json = async (...args: string[]): Promise<any> => JSON.parse(await done(...args, '--json'));
  const byHand = (command: 'settle' | 'close', order: string, ...more: string[]) =>
    run(command, order, '--reason', 'ticket-7', '--yes', ...more);
  const anOrder = async () => system().actors.anOrder(await system().actors.aPerson());

  describe('list', () => {
    it('tells orders newest first, by buyer and state, page by page', async () => {
      const { actors } = system();
      const person = await actors.aPerson();
      const paid = await actors.aPaidOrder(person);
      const open = await actors.anOrder(person, 'points-10');
      const mine = ['--user', person.id];
      const { orders, next } = await json('list', ...mine);
      expect(orders.map(({ id, state }: { id: string; state: string }) => [id, state])).to.deep.equal([
        [open.id, 'pending'],
        [paid.id, 'paid'],
      ]);
      expect(next).to.equal(null);
      expect(orders[1]).to.deep.include({
        amount_fen: 5_000,
        points: '600',
        out_trade_no: paid.out_trade_no,
        doubts: [],
      });
      const first = await json('list', ...mine, '--limit', '1');
      expect(first.next).to.equal(open.id);
      expect((await json('list', ...mine, '--after', first.next)).orders).to.have.length(1);
      expect(
        (await json('list', ...mine, '--state', 'paid', '--package', 'points-50', '--since', '1h')).orders,
      ).to.have.length(1);
      expect(await done('list', ...mine, '--limit', '1')).to.match(
        new RegExp(
          `^\\S+Z {2}${open.id} {2}pending +¥10\\.00 {2}points-10 +usr_\\S+ {2}${open.out_trade_no}\\nmore: --after ${open.id}\\n$`,
        ),
      );
      expect(await done('list', ...mine, '--to', '2020-01-01')).to.equal('');
    });

    it('--in-doubt finds what was paid late, and says so', async () => {
      const { phone, application } = system();
      const { id, out_trade_no: number } = await anOrder();
      await application.closeUnpaid(number as never, 'expiry', 'order');
      await phone.pay(number, { despite_close: true, notify: false });
      await phone.deliver(number);
      const { orders } = await json('list', '--in-doubt');
      expect(orders.find((each: { id: string }) => each.id === id).doubts).to.deep.equal(['paid_late']);
      expect(await done('list', '--in-doubt')).to.match(new RegExp(`${id} .* paid after it was closed$`, 'm'));
    });
  });

  describe('trace and show', () => {
    it('tell the whole way of a payment, by any of its numbers', async () => {
      const { actors, phone } = system();
      const order = await actors.anOrder(await actors.aPerson());
      const transactionId = await phone.pay(order.out_trade_no, { notify: false });
      await phone.deliver(order.out_trade_no);
      const { lines, next } = await json('trace', transactionId);
      expect(lines.map(({ what }: { what: string }) => what)).to.deep.equal([
        ...['order.placed', 'attempt.opened', 'notification.received', 'order.paid', 'points.grant'],
        'notification.handled',
      ]);
      expect(next).to.deep.equal([]);
      const text = await done('trace', order.id);
      expect(text)
        .to.match(new RegExp(`^\\S+Z {2}order\\.paid {13}notification  transaction_id=${transactionId}$`, 'm'))
        .and.to.match(/^it stands: paid, ¥50\.00; 600 points were credited at \S+Z: 600 left$/m)
        .and.to.match(/^next: {6}nothing is due$/m);
      const shown = await json('show', order.out_trade_no);
      expect(shown).to.deep.include({ id: order.id, state: 'paid', transaction_id: transactionId, refunds: [] });
      expect(shown.lots.map(({ granted, left }: Record<string, string>) => [granted, left])).to.deep.equal([
        ['600', '600'],
      ]);
      expect(await done('show', order.id))
        .to.match(/^attempt {2}\S+ {2}jsapi {2}paid$/m)
        .and.to.match(/^lot {6}paid {3}600 points: 600 left; expires \S+Z/m);
    });

    it('of one that waits says what would move it', async () => {
      const { id, out_trade_no: number } = await anOrder();
      expect(await done('trace', id))
        .to.match(/^it stands: waits for ¥50\.00; no points are credited before WeChat says that it is paid$/m)
        .and.to.match(
          new RegExp(
            `^next: {6}a worker asks WeChat at \\S+Z; at once: seahorse orders settle ${number} --reason …$`,
            'm',
          ),
        )
        .and.to.match(/^next: {6}the buyer can pay until \S+Z$/m);
    });
  });

  describe('settle', () => {
    it('credits what WeChat says is paid, and says who asked', async () => {
      const { id, out_trade_no: number } = await anOrder();
      await system().phone.pay(number, { notify: false });
      const looked = await run('settle', id, '--reason', 'x', '--dry-run');
      expect([looked.code, looked.stdout]).to.deep.equal([
        1,
        `${number}  WeChat says: paid\ndry run: nothing was done\n`,
      ]);
      const { code, stdout, stderr } = await byHand('settle', number);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.equal(
        `${number}  WeChat says: paid; the points are credited now\npaid: 600 points are credited\n`,
      );
      const { lines } = await json('trace', id);
      const asked = lines.find(({ what }: { what: string }) => what === 'order.check_asked');
      expect(asked).to.deep.include({ cause: 'operator', figures: { by: 'alice', reason: 'ticket-7' } });
      expect(lines.find(({ what }: { what: string }) => what === 'order.paid').cause).to.equal('operator');
      const again = await byHand('settle', id, '--json');
      expect(JSON.parse(again.stdout).attempts).to.deep.equal([{ out_trade_no: number, answer: 'already_settled' }]);
    });

    it('ends with 75 while it is not paid, and credits nothing', async () => {
      const { id, out_trade_no: number } = await anOrder();
      const { code, stdout, stderr } = await byHand('settle', id);
      expect([code, stdout]).to.deep.equal([75, `${number}  WeChat says: not paid\n`]);
      expect(stderr).to.equal('seahorse: WeChat does not say that it is paid; nothing was credited\n');
    });

    it('ends with 75 where WeChat does not answer', async () => {
      const { id } = await anOrder();
      await system().phone.faults({ seed: 1, rules: [{ on: 'request', fault: 'reset', path: '/v3/pay', times: 9 }] });
      const { code, stdout, stderr } = await byHand('settle', id);
      await system().phone.faults({ seed: 1, rules: [] });
      expect([code, stdout]).to.deep.equal([75, '']);
      expect(stderr).to.equal('seahorse: WeChat does not answer; what it has not said is not known\n');
    });
  });

  describe('close', () => {
    it('closes what nobody has paid, at WeChat too', async () => {
      const { id, out_trade_no: number } = await anOrder();
      const looked = await done('close', id, '--reason', 'x', '--dry-run');
      expect(looked).to.equal(`${number}  WeChat says: not paid\ndry run: it would be closed\n`);
      const { code, stdout, stderr } = await byHand('close', id, '--by', 'bob');
      expect([code, stdout, stderr]).to.deep.equal([0, 'closed\n', '']);
      const { order, lines } = await json('trace', id);
      expect(order.state).to.equal('closed');
      expect(lines.find(({ what }: { what: string }) => what === 'order.close_asked').figures.by).to.equal('bob');
      const again = await byHand('close', id);
      expect([again.code, again.stderr]).to.deep.equal([
        ...[1, 'seahorse: only what waits for its payment can be closed; this order is closed\n'],
      ]);
    });

    it('leaves what turns out to be paid, and credits it', async () => {
      const { id, out_trade_no: number } = await anOrder();
      await system().phone.pay(number, { notify: false });
      const { code, stderr } = await byHand('close', id);
      expect([code, stderr]).to.deep.equal([
        ...[1, 'seahorse: WeChat says that it is paid: its points are credited, and it stays open\n'],
      ]);
      expect((await json('show', id)).state).to.equal('paid');
    });
  });

  it('reaches the simulated WeChat of a server that runs on the same data folder', async () => {
    const folder = await temporaryFolder();
    const simulator = await startSimulator({ port: 0, dataDir: path.join(folder.path, SIMULATOR_FOLDER) });
    const beside = (port: string) =>
      runProgram(['orders', 'settle', NOBODY, '--reason', 'x', '--yes'], {
        ...{ DATABASE_URL: system().databaseUrl, SEAHORSE_DATA_DIR: folder.path, SIMULATOR_PORT: port },
      });
    expect((await beside(new URL(simulator.url).port)).stderr).to.match(/there is no such order/);
    expect((await beside('0')).stderr).to.match(/another process runs on this data folder/);
    await simulator.stop();
    await folder.remove();
  });

  it('asks first, and moves nothing where nobody can be asked', async () => {
    const { id } = await anOrder();
    for (const command of ['settle', 'close']) {
      const { code, stderr } = await run(command, id, '--reason', 'x');
      expect(code).to.equal(2);
      expect(stderr).to.match(/run it with --yes/);
    }
    expect((await json('show', id)).state).to.equal('pending');
  });

  const mistakes: readonly (readonly [what: string, code: number, args: string[], says: RegExp])[] = [
    ['an order that is none', 2, ['trace', 'ord_1'], /expected an order such as/],
    ['no reason', 2, ['settle', NOBODY], /--reason/],
    ['an empty reason', 2, ['close', NOBODY, '--reason', ' '], /expected 1 to 200 characters/],
    ['a state that is none', 2, ['list', '--state', 'gone'], /Allowed choices are/],
    ['a time said twice', 2, ['list', '--since', '1h', '--from', '2026-01-01'], /cannot be used with/],
    ['a page after nothing', 2, ['list', '--after', 'x'], /expected the last order/],
    ['an order that is not there, traced', 1, ['trace', NOBODY], /there is no such order/],
    ['an order that is not there, shown', 1, ['show', 'nosuchnumber'], /there is no such order/],
    ['an order that is not there, settled', 1, ['settle', NOBODY, '--reason', 'x', '--yes'], /there is no such order/],
    ['an order that is not there, closed', 1, ['close', NOBODY, '--reason', 'x', '--yes'], /there is no such order/],
  ];
  for (const [what, status, args, says] of mistakes) {
    it(`exits with ${status} for ${what}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([status, '']);
    });
  }
});
