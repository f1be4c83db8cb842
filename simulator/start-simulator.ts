import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { openWeixinServices, type PushOptions, type WeixinServices } from './api/weixin-services.ts';
import type { Context, Log } from './context.ts';
import { controlApi } from './control/control-api.ts';
import type { SimulatorCredentials } from './credentials/credentials.ts';
import { openKeyring, type SigningIdentity } from './credentials/keyring.ts';
import { loadCredentials } from './credentials/load-credentials.ts';
import { apiPaths, faultRequests } from './faults/fault-requests.ts';
import { resumeFaultPlan } from './faults/set-fault-plan.ts';
import { loginApi } from './login/login-api.ts';
import { clockAdvancer } from './notifications/advance-clock.ts';
import { Notifier } from './notifications/notifier.ts';
import { payApi } from './pay/pay-api.ts';
import { payerPage } from './payer/payer-page.ts';
import { RefundDesk } from './refunds/refund-desk.ts';
import { claimDirectory, type Release } from './state/claim-directory.ts';
import type { FaultPlan } from './state/fault-plan.ts';
import { openStore } from './state/store.ts';
import { businessClock } from './time/business-clock.ts';
import { asDueWork, together } from './time/due-work.ts';

export type { SimulatorCredentials } from './credentials/credentials.ts';
export type { FaultPlan } from './state/fault-plan.ts';

export type SimulatorOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  /** Holds the account and the journal: the same directory is the same WeChat. One process at a time. */
  readonly dataDir: string;
  /** How long a receiver of notifications may take; 5000 as at WeChat. */
  readonly notifyTimeoutMs?: number;
  /** Which identity signs notifications, and answers to requests that name no key. */
  readonly respondWith?: SigningIdentity;
  /** What goes wrong from the start. A directory that already has this very plan goes on where it was. */
  readonly faults?: FaultPlan;
  /** Where 消息推送 of each app goes; what is not given stays as the directory has it. */
  readonly push?: PushOptions;
  /** A page that shows the mini-program, at what stands behind `#`: where the codes of the mini-program lead on `/payer`. */
  readonly miniProgramUrl?: string;
  readonly log?: Log;
};

export type Simulator = {
  readonly url: string;
  readonly credentials: SimulatorCredentials;
  stop(): Promise<void>;
};

async function openContext({
  dataDir,
  respondWith = 'public_key',
  miniProgramUrl,
  log = () => {},
}: SimulatorOptions): Promise<Context> {
  const credentials = await loadCredentials(dataDir);
  const store = openStore(dataDir);
  const keyring = openKeyring(credentials, respondWith);
  return { credentials, keyring, store, now: businessClock(store), log, miniProgramUrl: miniProgramUrl ?? null };
}

function createApp(context: Context, notifier: Notifier, desk: RefundDesk, services: WeixinServices): Express {
  const app = express().disable('x-powered-by').disable('etag');
  app.use(apiPaths, faultRequests(context));
  app.use('/v3', payApi(context, desk));
  app.use('/sns', loginApi(context));
  app.use(services.router);
  const advanceClock = clockAdvancer(context, together(asDueWork(desk), notifier, services.work));
  app.use('/_control', controlApi(context, notifier, advanceClock, desk, services.addControls));
  app.use('/payer', payerPage(context, notifier, desk, services));
  app.get('/', (_request, response) => response.redirect('/payer'));
  return app;
}

/** Loopback only: whoever reaches the simulator can pay any order. */
function listen(app: Express, port: number): Promise<Server> {
  const server = createServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

/** A WeChat of one merchant, one mini-program and any number of payers. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  if (process.env['NODE_ENV'] === 'production') throw new Error('the WeChat simulator must not run in production');
  mkdirSync(options.dataDir, { recursive: true });
  const release = await claimDirectory(options.dataDir);
  try {
    return await startIn(options, release);
  } catch (fault) {
    await release();
    throw fault;
  }
}

async function startIn(options: SimulatorOptions, release: Release): Promise<Simulator> {
  const context = await openContext(options);
  const notifier = new Notifier(context, options.notifyTimeoutMs ?? 5000);
  const desk = new RefundDesk(context, notifier);
  const open = async () => {
    if (options.faults) resumeFaultPlan(context, options.faults);
    const services = openWeixinServices(context, options.notifyTimeoutMs ?? 5000, options.push);
    return { services, server: await listen(createApp(context, notifier, desk, services), options.port) };
  };
  const { services, server } = await open().catch((fault: unknown) => {
    context.store.close();
    throw fault;
  });
  desk.runDue();
  notifier.deliverDue();
  services.work.deliverDue();
  const stop = async (): Promise<void> => {
    await close(server);
    desk.stop();
    await notifier.stop();
    await services.stop();
    context.store.close();
    await release();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, credentials: context.credentials.merchant, stop };
}
