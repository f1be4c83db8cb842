import { Unavailable } from '../../../domain/shared/faults.ts';
import type { ApiAnswer } from '../api/ask-json.ts';
import type { WechatApi } from '../api/wechat-api.ts';
import { WechatApiError } from '../api/wechat-api-error.ts';
import type { XpaySettings } from './settings.ts';
import { paySignature } from './xpay-signature.ts';

/** 虚拟支付, errcode. */
export const XPAY_ERRORS = {
  parameter: 268490002,
  /** Done before: as good as done now. */
  repeated: 268490004,
  refunded: 268490005,
  balanceTooLow: 268490006,
  sensitive: 268490007,
  taskRunning: 268490012,
  refundUnderWay: 268490014,
  tooOften: 268490015,
} as const;

/** The calls of /xpay, signed. */
export class XpayApi {
  readonly settings: Pick<XpaySettings, 'appid' | 'env'>;
  readonly #api: WechatApi;
  readonly #appKey: string;

  constructor(api: WechatApi, { appKey, appid, env }: XpaySettings) {
    this.settings = { appid, env };
    this.#api = api;
    this.#appKey = appKey;
  }

  /** Signs what it sends. Throws as `WechatApi.call` does; being asked too often is `Unavailable`. */
  async call(name: string, body: object | string): Promise<ApiAnswer> {
    const path = `/xpay/${name}`;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const query = { pay_sig: paySignature(this.#appKey, path, text) };
    return this.#api.call(path, text, { query }).catch((error: unknown) => {
      throw isXpayError(error, 'tooOften') ? new Unavailable('wechat_api', { cause: error }) : error;
    });
  }
}

export const isXpayError = (error: unknown, ...names: readonly (keyof typeof XPAY_ERRORS)[]): error is WechatApiError =>
  error instanceof WechatApiError && names.some((name) => XPAY_ERRORS[name] === error.errcode);
