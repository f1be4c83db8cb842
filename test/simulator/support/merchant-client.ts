import { randomBytes, sign } from 'node:crypto';
import type { Simulator } from '../../../simulator/start-simulator.ts';

export type WireAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
};

export type Download = { readonly status: number; readonly headers: Headers; readonly bytes: Buffer };

/** What a test may get wrong on purpose. */
export type Tampering = {
  readonly mchid?: string;
  readonly serial?: string;
  readonly timestampSeconds?: number;
  readonly signedBody?: string;
  readonly signedTarget?: string;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the merchant waits for an answer. */
  readonly patienceMs?: number;
};

export const signWith = (privateKeyPem: string, message: string): string =>
  sign('RSA-SHA256', Buffer.from(message), privateKeyPem).toString('base64');

/** A merchant's server, written against WeChat's description and sharing no code with the simulator. */
export function merchantClient({ url, credentials }: Pick<Simulator, 'url' | 'credentials'>) {
  const authorization = (method: string, target: string, body: string, tampering: Tampering): string => {
    const timestamp = tampering.timestampSeconds ?? Math.floor(Date.now() / 1000);
    const nonce = randomBytes(16).toString('hex');
    const message = `${method}\n${tampering.signedTarget ?? target}\n${timestamp}\n${nonce}\n${tampering.signedBody ?? body}\n`;
    const parameters = {
      mchid: tampering.mchid ?? credentials.mchid,
      nonce_str: nonce,
      signature: signWith(credentials.merchantPrivateKeyPem, message),
      timestamp,
      serial_no: tampering.serial ?? credentials.merchantSerial,
    };
    const list = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
    return `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`;
  };

  const call = async (method: string, target: string, body = '', tampering: Tampering = {}): Promise<WireAnswer> => {
    const response = await fetch(`${url}${target}`, {
      method,
      headers: {
        Accept: 'application/json',
        Authorization: tampering.authorization ?? authorization(method, target, body, tampering),
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...tampering.headers,
      },
      ...(body ? { body } : {}),
      ...(tampering.patienceMs ? { signal: AbortSignal.timeout(tampering.patienceMs) } : {}),
    });
    const text = await response.text();
    const json = text ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  };

  const post = (target: string, content: unknown, tampering?: Tampering) =>
    call('POST', target, JSON.stringify(content), tampering);
  const get = (target: string, tampering?: Tampering) => call('GET', target, '', tampering);
  const ordersAt = '/v3/pay/transactions';
  return {
    call,
    post,
    get,
    jsapi: (content: unknown, tampering?: Tampering) => post(`${ordersAt}/jsapi`, content, tampering),
    native: (content: unknown, tampering?: Tampering) => post(`${ordersAt}/native`, content, tampering),
    query: (outTradeNo: string) => get(`${ordersAt}/out-trade-no/${outTradeNo}?mchid=${credentials.mchid}`),
    close: (outTradeNo: string) => post(`${ordersAt}/out-trade-no/${outTradeNo}/close`, { mchid: credentials.mchid }),
    refund: (content: unknown) => post('/v3/refund/domestic/refunds', content),
    queryRefund: (outRefundNo: string) => get(`/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`),
    tradeBill: (query: Record<string, string>) => get(`/v3/bill/tradebill?${new URLSearchParams(query)}`),
    fundFlowBill: (query: Record<string, string>) => get(`/v3/bill/fundflowbill?${new URLSearchParams(query)}`),
    /** Signs the address as it is, and calls it at the simulator. */
    download: async (downloadUrl: string, tampering: Tampering = {}): Promise<Download> => {
      const { pathname, search } = new URL(downloadUrl);
      const target = `${pathname}${search}`;
      const response = await fetch(`${url}${target}`, {
        headers: { Accept: '*/*', Authorization: authorization('GET', target, '', tampering) },
      });
      return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
    },
  };
}

export type MerchantClient = ReturnType<typeof merchantClient>;
