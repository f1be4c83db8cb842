import { expect } from 'chai';
import type { Person, PlacedOrder } from '../support/http/actors.ts';
import { type Ended, runCli } from '../support/http/run-cli.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { runProgram } from '../support/run-program.ts';

const PAID_FEN = 5_000;
const POINTS = 600;
const DAY_SECONDS = 86_400;

describe('Money back, from the command line to WeChat and into the books', () => {
  const system = useTestSystem();

  const seahorse = (...args: string[]): Promise<Ended> =>
    runProgram(['refunds', ...args], { DATABASE_URL: system().databaseUrl });
  const WHO_AND_WHY = ['--reason', '客户要求', '--by', 'lin', '--yes'];
  const requestOf = ({ id }: PlacedOrder, ...amount: string[]) => ['request', id, ...amount, ...WHO_AND_WHY];
  const request = async (order: PlacedOrder, ...amount: string[]): Promise<void> => {
    const { code, stderr } = await seahorse(...requestOf(order, ...amount));
    expect(code, stderr).to.equal(0);
  };
  const aBuyer = async (): Promise<{ readonly person: Person; readonly order: PlacedOrder }> => {
    const person = await system().actors.aPerson();
    return { person, order: await system().actors.aPaidOrder(person) };
  };
  const stateOf = async ({ person, order }: Awaited<ReturnType<typeof aBuyer>>) => {
    const { json } = await system().call(`/api/v1/orders/${order.id}`, { token: person.token });
    return [json.status, json.refunded_fen, await system().actors.balanceOf(person)];
  };
  const atWechat = async ({ out_trade_no }: PlacedOrder) =>
    (await system().phone.refunds()).filter((refund) => refund.out_trade_no === out_trade_no);
  const refundsHere = ({ out_trade_no }: PlacedOrder) => system().knex('ordering.refunds').where({ out_trade_no });
  const alarmsSince = (seen: number): string[] =>
    system()
      .logLines.slice(seen)
      .map((line) => JSON.parse(line).alarm)
      .filter((alarm) => alarm !== undefined);
  afterEach(() => system().phone.refundPlan({ outcome: 'SUCCESS', refuse: null, notify: true, delay_seconds: 5 }));

  it('all of it, asked for by a process of its own: the points are frozen at once and gone when WeChat has paid', async () => {
    const buyer = await aBuyer();
    const env = { DATABASE_URL: system().databaseUrl };
    const { code, stdout, stderr } = await runCli(['refunds', ...requestOf(buyer.order, '--all')], env);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/^gives back {2}¥50.00 of ¥50.00/);
    expect(stdout).to.match(/^rfd_\w+ {2}approved {2}5000 fen/);
    expect(await stateOf(buyer)).to.deep.equal(['paid', 0, 0]);
    await system().sweep('send-refunds');
    expect(await stateOf(buyer)).to.deep.equal(['paid', 0, 0]);
    await system().advance(60);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['refunded', PAID_FEN, 0]);
    expect((await atWechat(buyer.order)).map(({ amount }) => amount.refund)).to.deep.equal([PAID_FEN]);
  });

  it('a part, and then another, in proportion to the points', async () => {
    const buyer = await aBuyer();
    await request(buyer.order, '--amount-fen', '1000');
    expect(await stateOf(buyer)).to.deep.equal(['paid', 0, POINTS - 120]);
    await system().sweep('send-refunds');
    await system().advance(120);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['partly_refunded', 1_000, POINTS - 120]);
    await request(buyer.order, '--all');
    await system().sweep('send-refunds');
    await system().advance(120);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['refunded', PAID_FEN, 0]);
  });

  it('without any notification, by polling', async () => {
    const buyer = await aBuyer();
    await system().phone.refundPlan({ notify: false });
    await request(buyer.order, '--all');
    await system().sweep('send-refunds');
    await system().advance(120);
    await system().sweep('poll-refunds');
    expect(await stateOf(buyer)).to.deep.equal(['refunded', PAID_FEN, 0]);
  });

  it('is not begun for points that are spent, and says how much can go back', async () => {
    const buyer = await aBuyer();
    const apiKey = (await system().actors.anApiKey(buyer.person)).token;
    const body = { api_key: apiKey, api: 'text.moderate', quantity: 300 };
    const headers = { 'Idempotency-Key': 'spend-300' };
    await system().call('/internal/v1/usage', { token: await system().actors.aService(), headers, body });
    const refused = await seahorse('request', buyer.order.id, '--amount-fen', '2501', '--reason', '退', '--by', 'lin');
    expect(refused.code).not.to.equal(0);
    expect(refused.stderr).to.include('2500');
    await request(buyer.order, '--all');
    await system().sweep('send-refunds');
    await system().advance(60);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['partly_refunded', 2_500, 0]);
  });

  it('waits for a second operator above the limit, who is not the first', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.aPaidOrder(person, 'points-300');
    await request(order, '--all');
    await system().sweep('send-refunds');
    expect(await atWechat(order)).to.deep.equal([]);
    const [{ id }] = await refundsHere(order);
    const name = `rfd_${id.replaceAll('-', '')}`;
    expect((await seahorse('approve', name, ...WHO_AND_WHY)).code).to.equal(5);
    expect((await seahorse('approve', name, '--reason', '客户要求', '--by', 'wang', '--yes')).code).to.equal(0);
    await system().sweep('send-refunds');
    await system().advance(60);
    await system().sweep('handle-notifications');
    expect(await stateOf({ person, order })).to.deep.equal(['refunded', 30_000, 0]);
  });

  it('comes to nothing where WeChat closes it: the points are back, and an operator is told', async () => {
    const buyer = await aBuyer();
    const seen = system().logLines.length;
    await system().phone.refundPlan({ outcome: 'CLOSED' });
    await request(buyer.order, '--all');
    await system().sweep('send-refunds');
    await system().advance(60);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['paid', 0, POINTS]);
    expect(alarmsSince(seen)).to.include('refund_failed');
  });

  it('keeps the points where the payer’s account does not take the money, until a person has led it elsewhere', async () => {
    const buyer = await aBuyer();
    const seen = system().logLines.length;
    await system().phone.refundPlan({ outcome: 'ABNORMAL' });
    await request(buyer.order, '--all');
    await system().sweep('send-refunds');
    await system().advance(60);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['paid', 0, 0]);
    expect(alarmsSince(seen)).to.include('refund_abnormal');
    const [{ out_refund_no }] = await refundsHere(buyer.order);
    await system().phone.endRefund(out_refund_no, 'SUCCESS');
    await system().advance(3_600);
    await system().sweep('handle-notifications');
    await system().sweep('poll-refunds');
    expect(await stateOf(buyer)).to.deep.equal(['refunded', PAID_FEN, 0]);
  });

  it('is sent again under the same number when the merchant’s balance was too low', async () => {
    const buyer = await aBuyer();
    const seen = system().logLines.length;
    await system().phone.refundPlan({ refuse: 'NOT_ENOUGH' });
    await request(buyer.order, '--all');
    await system().sweep('send-refunds');
    expect(alarmsSince(seen)).to.include('refund_balance_too_low');
    expect(await atWechat(buyer.order)).to.deep.equal([]);
    await system().phone.refundPlan({ refuse: null });
    await system().advance(3_700);
    await system().sweep('send-refunds');
    await system().advance(60);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['refunded', PAID_FEN, 0]);
    const [here] = await refundsHere(buyer.order);
    expect((await atWechat(buyer.order)).map(({ out_refund_no }) => out_refund_no)).to.deep.equal([here.out_refund_no]);
  });

  it('that an operator made in the merchant console is found by its notification, and the points are taken back', async () => {
    const buyer = await aBuyer();
    await system().phone.refundElsewhere(buyer.order.out_trade_no, { amount_fen: 2_500 });
    await system().advance(60);
    await system().sweep('handle-notifications');
    expect(await stateOf(buyer)).to.deep.equal(['partly_refunded', 2_500, POINTS / 2]);
  });

  it('that an operator made in the merchant console is found in the bill, where nobody has told us', async () => {
    const buyer = await aBuyer();
    await system().phone.refundElsewhere(buyer.order.out_trade_no, { amount_fen: 2_500, notify: false });
    await system().advance(2 * DAY_SECONDS);
    await system().sweep('reconcile-bills');
    expect(await stateOf(buyer)).to.deep.equal(['partly_refunded', 2_500, POINTS / 2]);
  });
}).timeout(60_000);
