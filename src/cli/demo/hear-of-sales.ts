import express from 'express';
import { Webhook } from 'standardwebhooks';
import type { RunningSystem } from '../system/start-system.ts';
import { type RunningService, runService } from './backend-service.ts';

export type Hearer = RunningService & {
  /** The order of the first event whose signature is right. */
  readonly paidOrder: Promise<string>;
};

const PATIENCE_MS = 15_000;

/** A backend service that hears of sales by webhook, and believes what is signed with its secret only. */
export async function hearOfSales({ application }: RunningSystem, serviceName: string): Promise<Hearer> {
  const app = express();
  const service = await runService(app);
  const wish = { serviceName, url: `${service.url}/webhooks`, events: ['order.paid'], audience: 'everyone' } as const;
  const added = await application.addWebhookEndpoint(wish);
  if (added.kind !== 'added') throw new Error(`addWebhookEndpoint: ${added.kind}`);
  const webhook = new Webhook(added.secret);
  const paidOrder = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no event has come')), PATIENCE_MS);
    app.post('/webhooks', express.text({ type: 'application/json' }), (req, res) => {
      const event = verified(webhook, req.body, req.headers as Record<string, string>);
      res.sendStatus(event ? 204 : 401);
      if (!event) return;
      clearTimeout(late);
      resolve(event.data.order_id);
    });
  });
  // Whoever waits for it hears of the failure; nobody waits where the demo has failed before.
  paidOrder.catch(() => {});
  return { ...service, paidOrder };
}

type PaidEvent = { readonly data: { readonly order_id: string } };

/** Null: not ours. */
function verified(webhook: Webhook, body: string, headers: Record<string, string>): PaidEvent | null {
  try {
    return webhook.verify(body, headers) as PaidEvent;
  } catch {
    return null;
  }
}
