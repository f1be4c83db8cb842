import { notificationReader } from '../../../../src/adapters/wechat/pay/notification-reader.ts';
import { PlatformKeys } from '../../../../src/adapters/wechat/pay/platform-keys.ts';
import type { WechatPaySettings } from '../../../../src/adapters/wechat/pay/settings.ts';
import {
  WechatPayGateway,
  type WechatPayGatewayOptions,
} from '../../../../src/adapters/wechat/pay/wechat-pay-gateway.ts';
import { aMerchant } from './merchant.ts';

export function aGateway(
  overrides: Partial<WechatPaySettings> = {},
  options: Partial<WechatPayGatewayOptions> = {},
): WechatPayGateway {
  const settings = aMerchant(overrides);
  return new WechatPayGateway({
    name: 'jsapi',
    settings,
    keys: new PlatformKeys(settings),
    retryDelaysMs: [1, 1],
    ...options,
  });
}

/** Reads notifications of the same merchant. */
export function aReader(overrides: Partial<WechatPaySettings> = {}, now: () => Date = () => new Date()) {
  const settings = aMerchant(overrides);
  return notificationReader({ settings, keys: new PlatformKeys(settings), now });
}
