import { createHmac } from 'node:crypto';
import type { XpayAccount } from '../credentials/credentials.ts';
import type { Env } from './xpay-state.ts';

export const hmacHex = (key: string, message: string | Buffer): string =>
  createHmac('sha256', key).update(message).digest('hex');

/** Over `requestVirtualPayment` on the phone, over the path of the API on the server (支付签名). */
export const paySignature = (appKey: string, what: string, content: Buffer): string =>
  hmacHex(appKey, Buffer.concat([Buffer.from(`${what}&`), content]));

export const appKeyOf = ({ appKey, sandboxAppKey }: XpayAccount, env: Env): string =>
  env === 0 ? appKey : sandboxAppKey;
