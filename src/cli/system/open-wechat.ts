import type { Logger } from 'pino';
import { sealUnder } from '../../adapters/system/seal-secret.ts';
import { WechatApi } from '../../adapters/wechat/api/wechat-api.ts';
import { WechatCodeLogin } from '../../adapters/wechat/login/wechat-code-login.ts';
import { SubscribeMessages } from '../../adapters/wechat/messages/send-subscribe-message.ts';
import { notificationReader } from '../../adapters/wechat/pay/notification-reader.ts';
import { PlatformKeys } from '../../adapters/wechat/pay/platform-keys.ts';
import { WechatPayGateway } from '../../adapters/wechat/pay/wechat-pay-gateway.ts';
import { WechatTradeBills } from '../../adapters/wechat/pay/wechat-trade-bills.ts';
import { WechatTextCheck } from '../../adapters/wechat/profile/text-check.ts';
import { addressCheck } from '../../adapters/wechat/push/answer-address-check.ts';
import { pushReader } from '../../adapters/wechat/push/read-push.ts';
import { ShippingReporter } from '../../adapters/wechat/shipping/shipping-reporter.ts';
import { confirmDelivery } from '../../adapters/wechat/xpay/confirm-delivery.ts';
import { XpayApi } from '../../adapters/wechat/xpay/xpay-api.ts';
import { XpayGateway } from '../../adapters/wechat/xpay/xpay-gateway.ts';
import { findSessionKey } from '../../application/identity/find-session-key.ts';
import type { UnitOfWork } from '../../application/shared/unit-of-work.ts';
import type { NoticeSender } from '../../domain/identity/notice-sender.ts';
import type { TextCheck } from '../../domain/identity/text-check.ts';
import type { WechatLogin } from '../../domain/identity/wechat-login.ts';
import type { DeliveryReporter, DeliveryReporters } from '../../domain/ordering/delivery.ts';
import type { GatewayName } from '../../domain/ordering/payment-channel.ts';
import type {
  AnswerAddressCheck,
  Gateways,
  PaymentGateway,
  ReadNotification,
} from '../../domain/ordering/payment-gateway.ts';
import type { TradeBills } from '../../domain/ordering/trade-bill.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { type OfficialAccountParts, officialAccountParts } from './official-account-parts.ts';
import { type Addresses, openAccount } from './wechat-account.ts';
import type { WechatAccount } from './wechat-config.ts';

export type WechatParts = OfficialAccountParts & {
  readonly gateways: Gateways;
  readonly deliveryReporters: DeliveryReporters;
  readonly tradeBills: TradeBills;
  readonly readPayNotification: ReadNotification;
  readonly readPush: ReadNotification;
  readonly answerAddressCheck: AnswerAddressCheck;
  readonly wechatLogin: WechatLogin;
  readonly textCheck: TextCheck;
  readonly noticeSender: NoticeSender;
};
export type OpenWechat = {
  readonly parts: WechatParts;
  readonly appid: string;
  /** Null where WeChat is the real one. */
  readonly simulatorUrl: string | null;
};
type With = {
  readonly uow: UnitOfWork<'users'>;
  /** Where WeChat reaches us; a command that only asks is reached nowhere. */
  readonly addresses: Addresses | null;
};

const TIMEOUT_MS = 5_000;

/** The WeChat account that the configuration names, or the simulator: the same adapters talk to either. */
export async function openWechat(
  config: Config,
  { uow, addresses }: With,
  logger: Logger,
  closers: Closers,
): Promise<OpenWechat> {
  const ifTaken = addresses ? 'refuse' : 'join';
  const { account, simulatorUrl } = await openAccount(config, addresses ?? {}, closers, ifTaken);
  const settings = { ...account.pay, timeoutMs: TIMEOUT_MS };
  const keys = new PlatformKeys(settings, {
    onRefreshError: (error) => logger.warn({ err: error }, 'platform certificates not refreshed'),
  });
  await keys.start();
  closers.add('platform keys', async () => keys.stop());
  const { reportsShipping } = config.payment;
  return {
    parts: wechatParts(account, keys, { uow, reportsShipping, timeoutMs: TIMEOUT_MS }),
    ...{ appid: account.login.appid, simulatorUrl },
  };
}

type Needs = {
  readonly uow: UnitOfWork<'users'>;
  readonly reportsShipping: boolean;
  readonly timeoutMs: number;
};

/** What an account makes possible. */
export function wechatParts(account: WechatAccount, keys: PlatformKeys, needs: Needs): WechatParts {
  const { pay, nativeAppid, login, push } = account;
  const { uow, reportsShipping, timeoutMs } = needs;
  const settings = { ...pay, timeoutMs };
  const sealSecret = sealUnder(login.appSecret);
  const api = new WechatApi({ ...login, timeoutMs });
  const gateways = new Map<GatewayName, PaymentGateway>([
    ['jsapi', new WechatPayGateway({ name: 'jsapi', settings, keys })],
    ['native', new WechatPayGateway({ name: 'native', settings: { ...settings, appid: nativeAppid }, keys })],
  ]);
  const deliveryReporters = new Map<GatewayName, DeliveryReporter>();
  if (reportsShipping) deliveryReporters.set('jsapi', new ShippingReporter(api));
  if (account.xpay) {
    const xpay = { ...account.xpay, appid: login.appid };
    const find = findSessionKey({ uow, sealSecret });
    gateways.set('xpay', new XpayGateway({ settings: xpay, api, findSessionKey: find }));
    deliveryReporters.set('xpay', confirmDelivery(new XpayApi(api, xpay)));
  }
  return {
    gateways,
    deliveryReporters,
    tradeBills: new WechatTradeBills({ settings, keys }),
    readPayNotification: notificationReader({ settings, keys }),
    readPush: push ? pushReader({ ...push, appid: login.appid }) : () => ({ kind: 'refused', reason: 'unknown_key' }),
    answerAddressCheck: push ? addressCheck(push.token) : () => null,
    wechatLogin: new WechatCodeLogin({ ...login, timeoutMs }, sealSecret),
    ...officialAccountParts(account.officialAccount, api, timeoutMs),
    textCheck: new WechatTextCheck(api),
    noticeSender: new SubscribeMessages(api, account.messages),
  };
}
