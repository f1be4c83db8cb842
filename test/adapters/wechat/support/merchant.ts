import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { WechatPaySettings } from '../../../../src/adapters/wechat/pay/settings.ts';

export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
/** What WeChat signs with, under the id that it names in `Wechatpay-Serial`. */
export type SigningKey = { readonly keyId: string; readonly privateKey: KeyObject };

export const rsaKeyPair = (): KeyPair => generateKeyPairSync('rsa', { modulusLength: 2048 });

export const merchantKeys = rsaKeyPair();
export const wechatKeys = rsaKeyPair();
export const strangerKeys = rsaKeyPair();

export const publicKeyId = 'PUB_KEY_ID_0116000000012024120900000001';
export const wechatSigner: SigningKey = { keyId: publicKeyId, privateKey: wechatKeys.privateKey };
export const apiV3Key = '0123456789abcdef0123456789abcdef';
export const olderApiV3Key = 'fedcba9876543210fedcba9876543210';

const pemOf = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();

/** A merchant in public-key mode; override what a test is about. */
export function aMerchant(overrides: Partial<WechatPaySettings> = {}): WechatPaySettings {
  return {
    baseUrl: 'http://127.0.0.1:1',
    appid: 'wxd678efh567hg6787',
    mchid: '1230000109',
    merchantSerial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    merchantPrivateKeyPem: pemOf(merchantKeys.privateKey),
    apiV3Keys: [apiV3Key],
    publicKey: { id: publicKeyId, pem: pemOf(wechatKeys.publicKey) },
    downloadCertificates: false,
    notifyUrl: 'https://points.example/wechat/notifications/pay',
    timeoutMs: 2000,
    ...overrides,
  };
}
