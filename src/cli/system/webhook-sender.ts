import { addressGuard } from '../../adapters/http/webhooks/address-guard.ts';
import { eventPoster } from '../../adapters/http/webhooks/post-event.ts';
import type { WebhookSender } from '../../domain/webhooks/webhook-sender.ts';
import type { Config } from './config.ts';

/** Sends to the public internet, and into the networks that the configuration names. */
export const openWebhookSender = ({
  webhookPrivateNetworks: networks,
}: Pick<Config, 'webhookPrivateNetworks'>): WebhookSender =>
  eventPoster({ guard: addressGuard(networks), hasPrivateNetworks: networks.length > 0 });
