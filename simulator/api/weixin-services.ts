import { Router } from 'express';
import type { Context } from '../context.ts';
import type { AppKind } from '../credentials/app-accounts.ts';
import { PushSender } from '../push/push-sender.ts';
import { routePushControls } from '../push/route-push-controls.ts';
import { setTarget, type TargetUpdate } from '../push/set-target.ts';
import { routeShippingControls } from '../shipping/route-shipping-controls.ts';
import { shippingRoutes } from '../shipping/shipping-api.ts';
import { DueWorker } from '../time/due-work.ts';
import { billDownloads } from '../xpay/route-bills.ts';
import { routeXpayOrders } from '../xpay/route-xpay-controls.ts';
import { routeXpaySettings } from '../xpay/route-xpay-settings.ts';
import { dueRefunds } from '../xpay/settle-refund.ts';
import { xpayRoutes } from '../xpay/xpay-api.ts';
import { apiRoutes } from './api-routes.ts';
import { routeCodeControls } from './codes/route-code-controls.ts';
import { routeFollowEvents } from './official-account/route-follow-events.ts';
import { routeApiControls } from './route-api-controls.ts';
import { weixinApi } from './weixin-api.ts';

/** What a developer has set up for each app; control can change it later. */
export type PushOptions = { readonly miniprogram?: TargetUpdate; readonly officialAccount?: TargetUpdate };

export type WeixinServices = {
  readonly router: Router;
  readonly work: DueWorker;
  addControls(router: Router): void;
  stop(): Promise<void>;
};

function setUp(context: Context, app: AppKind, update: TargetUpdate | undefined): void {
  if (update && !setTarget(context, app, update)) throw new Error(`push of ${app}: an address comes first`);
}

/** Everything of api.weixin.qq.com beside `/sns`, and what it pushes. */
export function openWeixinServices(context: Context, timeoutMs: number, push: PushOptions = {}): WeixinServices {
  setUp(context, 'miniprogram', push.miniprogram);
  setUp(context, 'official_account', push.officialAccount);
  const pushes = new PushSender(context, timeoutMs);
  const work = new DueWorker(context, [pushes, dueRefunds(context)]);
  const services = { context, pushes, work };
  const routes = [...apiRoutes, ...shippingRoutes, ...xpayRoutes];
  return {
    router: Router().use(billDownloads(context)).use(weixinApi(services, routes)),
    work,
    addControls: (router) => {
      routeApiControls(router, context);
      routeCodeControls(router, context);
      routeFollowEvents(router, services);
      routePushControls(router, services);
      routeXpaySettings(router, context);
      routeXpayOrders(router, services);
      routeShippingControls(router, context);
    },
    stop: async () => {
      pushes.stop();
      await work.stop();
    },
  };
}
