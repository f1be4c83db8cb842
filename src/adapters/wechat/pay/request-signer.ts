import WxPay from 'wechatpay-node-v3';
import type { WechatPaySettings } from './settings.ts';

export const userAgent = 'hot-seahorse';

/** wechatpay-node-v3, which builds and signs our requests. What comes back is verified and decrypted by our own code. */
export function createRequestSigner(settings: WechatPaySettings): WxPay {
  return new WxPay({
    appid: settings.appid,
    mchid: settings.mchid,
    serial_no: settings.merchantSerial.toUpperCase(),
    privateKey: Buffer.from(settings.merchantPrivateKeyPem),
    // The package demands the merchant certificate only to read its serial number, which it is given above.
    publicKey: Buffer.from('unused'),
    userAgent,
  });
}

/** Without this header, WeChat signs its answers with a platform certificate. It is not part of the signed request. */
export function askForPublicKey(settings: WechatPaySettings): Record<string, string> {
  return settings.publicKey === null ? {} : { 'Wechatpay-Serial': settings.publicKey.id };
}
