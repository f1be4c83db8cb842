import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { PushSettings } from '../../../../src/adapters/wechat/push/open-push.ts';
import type { RawNotification } from '../../../../src/domain/ordering/payment-gateway.ts';

export const PLAIN: PushSettings = { appid: 'wx0000000000000001', token: 'testtoken', aesKey: null };
export const AES: PushSettings = { ...PLAIN, aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };
export const NOW = new Date('2026-01-15T04:00:00Z');
export const TIMESTAMP = String(NOW.getTime() / 1000);

export const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');

export const aDelivery = (change: object = {}) => ({
  ToUserName: 'gh_1',
  FromUserName: 'oWeChat',
  CreateTime: 1_768_449_590,
  MsgType: 'event',
  Event: 'xpay_goods_deliver_notify',
  OpenId: 'oBuyer',
  OutTradeNo: 'PT20260101000001',
  Env: 0,
  WeChatPayInfo: { MchOrderNo: '2026', TransactionId: '4200', PaidTime: 1_768_449_580 },
  GoodsInfo: { ProductId: 'p100', Quantity: 1, OrigPrice: 990, ActualPrice: 990, Attach: '' },
  ...change,
});

export const aRefundNotice = (change: object = {}) => ({
  ToUserName: 'gh_1',
  FromUserName: 'oWeChat',
  CreateTime: 1_768_449_590,
  MsgType: 'event',
  Event: 'xpay_refund_notify',
  OpenId: 'oBuyer',
  WxRefundId: 'VRO1',
  MchRefundId: 'RF20260101000001',
  WxOrderId: 'VPO1',
  MchOrderId: 'PT20260101000001',
  RefundFee: 990,
  RetCode: 0,
  RetMsg: 'success',
  RetryTimes: 0,
  ...change,
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** As WeChat writes it: texts in CDATA, numbers as they are. */
export function asXml(message: object): string {
  const inside = (fields: object): string =>
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        const content = isObject(value) ? inside(value) : typeof value === 'string' ? `<![CDATA[${value}]]>` : value;
        return `<${name}>${content}</${name}>`;
      })
      .join('');
  return `<xml>${inside(message)}</xml>`;
}

export type Sealing = { readonly appid?: string; readonly aesKey?: string; readonly pad?: (bytes: Buffer) => Buffer };

/** PKCS#7 to 32 bytes. */
const pad = (bytes: Buffer): Buffer => {
  const missing = 32 - (bytes.length % 32);
  return Buffer.concat([bytes, Buffer.alloc(missing, missing)]);
};

/** 消息加解密, from its description. */
export function seal(
  text: string,
  { appid = PLAIN.appid, aesKey = AES.aesKey as string, pad: padded = pad }: Sealing = {},
) {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const content = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = padded(Buffer.concat([randomBytes(16), length, content, Buffer.from(appid)]));
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

const query = (encrypt?: string) => {
  const nonce = 'abc';
  const base = { signature: sha1(PLAIN.token, TIMESTAMP, nonce), timestamp: TIMESTAMP, nonce, openid: 'oWeChat' };
  if (encrypt === undefined) return base;
  return { ...base, encrypt_type: 'aes', msg_signature: sha1(PLAIN.token, TIMESTAMP, nonce, encrypt) };
};

export const plainPush = (message: object | string) =>
  ({
    headers: {},
    query: query(),
    body: Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
  }) satisfies RawNotification;

/** Signed for what is in it, however that was sealed. */
export function sealedPush(message: object | string, sealing: Sealing = {}, format: 'json' | 'xml' = 'json') {
  const encrypt = seal(typeof message === 'string' ? message : JSON.stringify(message), sealing);
  const envelope = { ToUserName: 'gh_1', Encrypt: encrypt };
  const body = Buffer.from(format === 'json' ? JSON.stringify(envelope) : asXml(envelope));
  return { headers: {}, query: query(encrypt), body } satisfies RawNotification;
}
