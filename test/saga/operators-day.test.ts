import { expect } from 'chai';
import type { PlacedOrder } from '../support/http/actors.ts';
import { eventually } from '../support/http/eventually.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { beijing } from '../support/instants.ts';
import { runProgram } from '../support/run-program.ts';
import { wechatEnvironment } from '../support/wechat-environment.ts';

const HOUR = 3_600;

/** A day of an operator at the command line, beside the running system. Every part is real but WeChat, which is simulated on the wire. */
describe('an operator’s day', function () {
  this.timeout(120_000);
  const system = useTestSystem();
  const day: { sold?: PlacedOrder; lost?: PlacedOrder; found?: PlacedOrder; refund?: string; buyer?: string } = {};
  const the = <Name extends keyof typeof day>(name: Name) => day[name] ?? expect.fail(`the day has no ${name} yet`);

  const seahorse = (...args: string[]) =>
    runProgram(args, {
      ...wechatEnvironment({ url: system().wechatUrl, credentials: system().credentials }),
      ...{ DATABASE_URL: system().databaseUrl, SEAHORSE_OPERATOR: 'alice', REFUND_APPROVAL_LIMIT_FEN: '1000' },
    });
  const done = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await seahorse(...args);
    expect(code, stderr).to.equal(0);
    return stdout;
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find
  const json = async (...args: string[]): Promise<any> => JSON.parse(await done(...args, '--json'));
  const historyOf = async ({ id }: PlacedOrder): Promise<string[]> =>
    (await json('orders', 'trace', id)).lines.map((line: { what: string; cause: string | null }) =>
      line.cause === null ? line.what : `${line.what} ${line.cause}`,
    );

  it('the catalog is as the file says', async () => {
    expect(await done('catalog', 'seed', 'catalogs/mini-program.json', '--yes')).to.match(/nothing to change/);
  });

  it('somebody buys, by phone', async () => {
    const { actors } = system();
    const person = await actors.aPerson();
    day.buyer = person.id;
    day.sold = await actors.aPaidOrder(person);
    expect(await historyOf(the('sold'))).to.include('order.paid notification');
    expect(await done('orders', 'trace', the('sold').id)).to.match(/nothing is due/);
  });

  it('a notification is lost, and the poller finds the payment', async () => {
    const { actors, phone } = system();
    day.lost = await actors.anOrder(await actors.aPerson());
    await phone.pay(the('lost').out_trade_no, { notify: false });
    expect(await done('orders', 'trace', the('lost').id)).to.match(/a worker asks WeChat at/);
    await system().advance(6);
    await system().sweep('poll-payments');
    expect(await historyOf(the('lost'))).to.include('order.paid poll');
  });

  it('another is lost after everybody has stopped asking, and the bill finds it', async () => {
    const { actors, phone, application } = system();
    day.found = await actors.anOrder(await actors.aPerson());
    const number = the('found').out_trade_no;
    await application.closeUnpaid(number as never, 'expiry', 'order');
    await phone.pay(number, { despite_close: true, notify: false });
    await system().knex('ordering.payment_attempts').where({ out_trade_no: number }).update({ next_poll_at: null });
    await system().advance(await untilTheBill());
    await system().sweep('reconcile-bills');
    expect(await historyOf(the('found'))).to.include('order.paid_late bill');
    const { orders } = await json('orders', 'list', '--in-doubt');
    expect(orders.map(({ id }: { id: string }) => id)).to.deep.equal([the('found').id]);
  });

  it('a refund is shown, asked for, approved by somebody else, and paid back', async () => {
    const { id } = the('sold');
    const { preview } = await json('refunds', 'request', id, '--all', '--reason', '用户申请退款', '--dry-run');
    expect(preview).to.deep.include({ refund_fen: 5_000, points: '600', second_operator: true });
    const { refund } = await json('refunds', 'request', id, '--all', '--reason', '用户申请退款', '--yes');
    day.refund = refund.id;
    const approve = (by: string) =>
      seahorse('refunds', 'approve', the('refund'), '--reason', 'talked to the buyer', '--by', by, '--yes');
    expect((await approve('alice')).code, 'by the one who asked').to.equal(5);
    expect((await approve('bob')).code).to.equal(0);
    await system().sweep('send-refunds');
    await system().advance(6);
    await eventually(async () => expect((await json('orders', 'show', id)).state).to.equal('refunded'));
    expect(await historyOf(the('sold'))).to.include.members([
      ...['refund.requested operator', 'points.freeze', 'refund.approved operator', 'refund.accepted answer'],
      ...['refund.succeeded notification', 'points.claw_back'],
    ]);
  });

  it('the bills of both days are compared, and nothing differs', async () => {
    await system().advance(await untilTheBill());
    const [first, second] = [await beijingDay(-2), await beijingDay(-1)];
    const { reports } = await json('reconcile', 'run', '--from', first, '--to', second);
    expect(reports.map(({ day, found }: Record<string, unknown>) => [day, found])).to.deep.equal([
      ...[
        [first, 0],
        [second, 0],
      ],
    ]);
    expect(reports.map(({ payments, refunds }: Record<string, unknown>) => [payments, refunds])).to.deep.equal([
      ...[
        [3, 0],
        [0, 1],
      ],
    ]);
    expect(await historyOf(the('sold'))).to.include.members(['bill.payment', 'bill.refund']);
  });

  it('points expire', async () => {
    await system().advance(366 * 24 * HOUR);
    await system().sweep('expire-lots');
    const { lots } = await json('orders', 'show', the('lost').id);
    expect(lots.map(({ expired, left }: Record<string, string>) => [expired, left])).to.deep.equal([['600', '0']]);
    expect(await historyOf(the('lost'))).to.include('points.expire');
  });

  it('the books are right', async () => {
    const verified = await json('ledger', 'verify');
    expect(verified.findings).to.deep.equal([]);
    expect(await done('ledger', 'show', the('buyer'))).to.match(/^0 points/);
  });

  /** Until the bill of today is there: tomorrow at 10:31 in Beijing. */
  async function untilTheBill(): Promise<number> {
    const now = await system().phone.advance(0);
    const tomorrow = await beijingDay(1);
    return Math.ceil((beijing(`${tomorrow} 10:31`).getTime() - now.getTime()) / 1_000);
  }

  /** So many days from today, where it is now. */
  async function beijingDay(days: number): Promise<string> {
    const now = await system().phone.advance(0);
    return new Date(now.getTime() + (days * 24 + 8) * HOUR * 1_000).toISOString().slice(0, 10);
  }
});
