import { randomDigits, randomHex, randomText } from '../crypto/random-text.ts';
import type { Prepay, TradeType } from '../state/order.ts';
import { beijingDigits } from '../time/beijing-time.ts';
import { type Answer, succeed } from './answer.ts';

/** In the shapes of WeChat's own examples; clients must treat both as opaque. */
export function newPrepay(tradeType: TradeType, nowMs: number): Prepay {
  const prepayId = `wx${beijingDigits(nowMs)}${randomHex(20)}`;
  const codeUrl = `weixin://wxpay/bizpayurl?pr=${randomText(12)}`;
  return { handle: tradeType === 'JSAPI' ? prepayId : codeUrl, issuedAtMs: nowMs };
}

export const prepayAnswer = (tradeType: TradeType, { handle }: Prepay): Answer =>
  succeed(tradeType === 'JSAPI' ? { prepay_id: handle } : { code_url: handle });

export const newTransactionId = (nowMs: number): string =>
  `4200000985${beijingDigits(nowMs).slice(0, 8)}${randomDigits(10)}`;
