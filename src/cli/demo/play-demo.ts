import type { RunningSystem } from '../system/start-system.ts';
import { buyPoints } from './buy-points.ts';
import { callJson } from './call-json.ts';
import { compareBooks } from './compare-books.ts';
import { expectSame } from './expect-same.ts';
import { type Hearer, hearOfSales } from './hear-of-sales.ts';
import { MiniProgram } from './mini-program.ts';
import { Phone } from './phone.ts';
import { spendPoints } from './spend-points.ts';

const PACKAGE = 'points-50';

type Tell = (line: string) => void;
type Stage = {
  readonly system: RunningSystem;
  readonly apiUrl: string;
  readonly simulatorUrl: string;
  readonly tell: Tell;
};

/** Plays one mini-program user and one backend service. Throws at the first figure that is not right. */
export async function playDemo(stage: Stage): Promise<void> {
  const { tell, system, simulatorUrl } = stage;
  const earlier = await compareBooks(simulatorUrl, system.uow);
  expectSame('differences left by earlier runs', earlier.differences, []);
  if (earlier.payments > 0) tell(`${earlier.payments} payments of earlier runs are settled`);
  const user = await signIn(stage);
  const service = await makeService(stage);
  const hearer = await hearOfSales(system, service.name);
  try {
    const points = await buy(stage, user, hearer);
    await spendPoints({ ...stage, serviceToken: service.token }, user.app, points);
  } finally {
    await hearer.stop();
  }
  const books = await compareBooks(simulatorUrl, system.uow);
  expectSame('differences between WeChat and our books', books.differences, []);
  tell(`books: ${books.payments} payment(s) at WeChat = as many paid orders = points granted once each`);
}

type User = { readonly app: MiniProgram; readonly phone: Phone };

async function signIn({ apiUrl, simulatorUrl, tell }: Stage): Promise<User> {
  const phone = new Phone(simulatorUrl, `demo-${Date.now()}`);
  const app = new MiniProgram(apiUrl);
  const nickname = await app.signIn(phone);
  tell(`signed in through WeChat as ${nickname}`);
  return { app, phone };
}

async function buy({ simulatorUrl, tell }: Stage, { app, phone }: User, hearer: Hearer): Promise<number> {
  const chosen = await app.findPackage(PACKAGE);
  tell(`package ${chosen.code}: ${chosen.name}`);
  expectSame('balance before', await app.balance(), 0);
  const { order } = await buyPoints(app, phone, chosen, tell);
  tell('the signed, encrypted notification arrived: the order is paid');
  const points = chosen.points + chosen.bonus_points;
  expectSame('balance after paying', await app.balance(), points);
  tell(`balance: ${points} points`);
  expectSame('the order that a backend service hears of', await hearer.paidOrder, order.id);
  tell('a backend service hears of the sale by webhook: order.paid, and the signature is right');
  const url = `${simulatorUrl}/_control/orders/${order.out_trade_no}/notifications`;
  const { statuses } = await callJson<{ statuses: unknown[] }>(url, { body: { times: 2 } });
  expectSame('answers to the doubled notification', statuses, [204, 204]);
  expectSame('balance after the doubled notification', await app.balance(), points);
  tell(`the same notification twice more: still ${points} points`);
  return points;
}

async function makeService({ system }: Stage): Promise<{ readonly name: string; readonly token: string }> {
  const name = `demo-${Date.now()}`;
  const created = await system.application.createService(name);
  if (created.kind !== 'created') throw new Error(created.kind);
  return { name, token: created.token };
}
