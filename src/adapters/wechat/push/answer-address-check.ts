import type { AnswerAddressCheck } from '../../../domain/ordering/payment-gateway.ts';
import { isFresh, isSignedBy } from './push-signature.ts';

/** 服务器配置: WeChat takes an address for ours when it gives `echostr` back, which nobody else can sign for. */
export function addressCheck(token: string, now: () => Date = () => new Date()): AnswerAddressCheck {
  return ({ signature = '', timestamp = '', nonce = '', echostr = '' }) => {
    const isWechat = isFresh(timestamp, now()) && isSignedBy(signature, token, timestamp, nonce);
    return isWechat && /^[\w+/=-]{1,512}$/.test(echostr) ? echostr : null;
  };
}
