import type { ReadNotification } from '../../../domain/ordering/payment-gateway.ts';
import type { PlatformKeys } from './platform-keys.ts';
import { readNotification } from './read-notification.ts';
import { assertUsableApiV3Keys, type WechatPaySettings } from './settings.ts';

type Options = {
  readonly settings: Pick<WechatPaySettings, 'apiV3Keys'>;
  readonly keys: PlatformKeys;
  readonly now?: () => Date;
};

/** Reads what WeChat Pay sends to `notify_url`: payments and refunds, of all gateways of one merchant. */
export function notificationReader({ settings, keys, now = () => new Date() }: Options): ReadNotification {
  assertUsableApiV3Keys(settings.apiV3Keys);
  return (raw) => readNotification(raw, { findKey: keys.find, apiV3Keys: settings.apiV3Keys, now: now() });
}
