import { randomUUID } from 'node:crypto';
import { type Simulator, startSimulator } from '../../../simulator/start-simulator.ts';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { chargeUsage } from '../../../src/application/ledger/charge-usage.ts';
import { type Application, compose } from '../../../src/cli/composition/compose.ts';
import { simulatedPush } from '../../../src/cli/system/wechat-account.ts';
import { openOrder, type PendingOrder } from '../../../src/domain/ordering/order.ts';
import type { PaymentAttempt } from '../../../src/domain/ordering/payment-attempt.ts';
import type { Checkout, PaymentGateway, RawNotification } from '../../../src/domain/ordering/payment-gateway.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OrderId, OutTradeNo, UserId } from '../../../src/domain/shared/ids.ts';
import { someTerms } from '../builders.ts';
import { FakeWebhookSender } from '../fake-webhook-sender.ts';
import { callApi } from '../http/api-client.ts';
import { simulatedParts } from '../http/wechat-parts.ts';
import { newId } from '../ids.ts';
import { giveKnownAccount } from '../known-wechat-account.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { Control, GatewayDriver } from './gateway-drivers.ts';
import { type RawReceiver, startRawReceiver } from './raw-receiver.ts';

export type Sale = {
  readonly order: PendingOrder;
  readonly attempt: PaymentAttempt;
  readonly userId: UserId;
  /** Who pays, whether or not the attempt says so. */
  readonly payer: string;
};

type Parts = {
  readonly simulator: Simulator;
  readonly receiver: RawReceiver;
  readonly uow: MemoryUnitOfWork;
  readonly application: Application;
  readonly gateway: PaymentGateway;
  stop(): Promise<void>;
};

/** A gateway with a whole application behind it, on stores in memory, and a WeChat of its own before it. */
export class GatewayBench {
  readonly driver: GatewayDriver;
  readonly gateway: PaymentGateway;
  readonly application: Application;
  readonly #parts: Parts;
  #aheadMs = 0;

  private constructor(driver: GatewayDriver, parts: Parts) {
    this.driver = driver;
    this.gateway = parts.gateway;
    this.application = parts.application;
    this.#parts = parts;
  }

  static async start(driver: GatewayDriver): Promise<GatewayBench> {
    const [receiver, folder] = [await startRawReceiver(), await temporaryFolder()];
    await giveKnownAccount(folder.path);
    const push = simulatedPush(`${receiver.url}/push`, `${receiver.url}/followers`);
    const simulator = await startSimulator({ port: 0, dataDir: folder.path, push });
    const uow = new MemoryUnitOfWork(new Date());
    const needs = { uow, plainPush: false, reportsShipping: false, timeoutMs: 2_000 };
    const wechat = await simulatedParts(simulator, `${receiver.url}/pay`, needs);
    const { gateways } = wechat.parts;
    const application = compose({
      ...{
        ...wechat.parts,
        uow,
        inboxUow: uow,
        ids: uuidV7Source,
        secrets: nodeSecrets,
        serviceSeal: null,
        invoiceRequestDays: 180,
        lowPointsLevels: [],
        pointsExpiringDays: 7,
        accountClosingDays: 7,
        webhookSender: new FakeWebhookSender(),
      },
      channels: { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' },
      spendingLimits: { openOrders: 10, dailyFen: fen(100_000_000) },
      refundApprovalLimitFen: fen(100_000_000),
      chargeUsage: chargeUsage({ uow, ids: uuidV7Source, secrets: nodeSecrets }),
      noteSeal: () => {},
      reportFault: (error) => console.error(error),
      raiseAlarm: () => {},
    });
    const stop = async () => {
      wechat.stop();
      await simulator.stop();
      await receiver.stop();
      await folder.remove();
    };
    const gateway = gateways.get(driver.name) as PaymentGateway;
    return new GatewayBench(driver, { simulator, receiver, uow, application, gateway, stop });
  }

  stop(): Promise<void> {
    return this.#parts.stop();
  }

  readonly control: Control = async (path, body, method = 'POST') => {
    const { status, text, json } = await callApi(`${this.#parts.simulator.url}/_control${path}`, { method, body });
    if (status !== 200) throw new Error(`the simulator answered ${status} to ${path}: ${text}`);
    return json;
  };

  /** The business time of both sides. */
  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  async advance(seconds: number): Promise<void> {
    this.#aheadMs += seconds * 1_000;
    await this.control('/clock/advance', { seconds });
    this.#parts.uow.now = this.now();
  }

  /** Somebody who has signed in, with an order that is to be paid through this gateway. */
  async aSale(): Promise<Sale> {
    this.#parts.uow.now = this.now();
    const { code, openid } = (await this.control('/login-codes', { user: randomUUID() })) as Record<string, string>;
    const login = await this.application.logInWithWechat({ code: code as string, device: null, requestId: null });
    if (login.kind !== 'logged_in') throw new Error(login.kind);
    const userId = login.user.id;
    const order = openOrder(newId<OrderId>(), userId, someTerms(), this.now());
    const attempt = this.#attemptFor(order, openid as string);
    const event = { kind: 'placed', cause: 'user', at: this.now(), detail: {} } as const;
    await this.#parts.uow.run(({ orders }) => orders.add({ order, attempt }, event));
    return { order, attempt, userId, payer: openid as string };
  }

  #attemptFor(order: PendingOrder, openid: string): PaymentAttempt {
    const intent = {
      outTradeNo: randomUUID().replaceAll('-', '') as OutTradeNo,
      amountFen: order.terms.amountFen,
      description: 'API积分充值',
      payerOpenid: this.gateway.payerAppid === null ? null : openid,
      expiresAt: order.expiresAt,
      packageCode: order.terms.packageCode,
    };
    return { orderId: order.id, gateway: this.gateway.name, intent, request: this.gateway.freeze(intent) };
  }

  /** Fails when the gateway gives nothing to pay with. */
  async checkOut({ attempt }: Sale): Promise<Checkout> {
    const outcome = await this.gateway.createCheckout(attempt);
    if (outcome.kind !== 'ready') throw new Error(`createCheckout: ${outcome.kind}`);
    return outcome.checkout;
  }

  async begin(sale: Sale): Promise<void> {
    await this.driver.begin(this.control, await this.checkOut(sale), sale.payer);
  }

  /** From the checkout to the password; nobody is told. */
  async pay(sale: Sale, options: { readonly coupon_fen?: number } = {}): Promise<void> {
    await this.begin(sale);
    await this.driver.pay(this.control, sale.attempt.intent.outTradeNo, { payer: sale.payer, ...options });
  }

  /** What the provider sends us about this payment now, as it came. */
  async announcement({ attempt }: Sale, fault = 'none'): Promise<RawNotification> {
    await this.driver.announce(this.control, attempt.intent.outTradeNo, fault);
    return this.#parts.receiver.received.at(-1) as RawNotification;
  }

  receive(raw: RawNotification) {
    return this.application[this.driver.receiver](raw);
  }
}
