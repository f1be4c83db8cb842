import { createHmac } from 'node:crypto';

const hmacHex = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

/** 支付签名: over `requestVirtualPayment` and signData on the phone, over the path and the body of a call of ours. */
export const paySignature = (appKey: string, what: string, text: string): string => hmacHex(appKey, `${what}&${text}`);

/** 用户态签名. The session key counts as the text that it is: it is not decoded. */
export const userSignature = (sessionKey: string, text: string): string => hmacHex(sessionKey, text);
