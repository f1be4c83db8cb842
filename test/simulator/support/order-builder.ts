import { randomBytes } from 'node:crypto';
import type { SimulatorCredentials } from '../../../simulator/start-simulator.ts';

export const newOutTradeNo = (): string => `T${randomBytes(10).toString('hex')}`;

/** A Native order as WeChat documents it; `changes` replace or add fields. */
export function aNativeOrder({ appid, mchid }: SimulatorCredentials, changes: object = {}) {
  return {
    appid,
    mchid,
    description: 'API积分包 1000点',
    out_trade_no: newOutTradeNo(),
    notify_url: 'http://127.0.0.1:9/notify',
    amount: { total: 990, currency: 'CNY' },
    ...changes,
  };
}

export const aJsapiOrder = (credentials: SimulatorCredentials, openid: string, changes: object = {}) =>
  aNativeOrder(credentials, { payer: { openid }, ...changes });
