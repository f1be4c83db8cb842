import type { SigningIdentity } from '../credentials/keyring.ts';

/** What an API v3 handler decides; only 2xx answers are signed. */
export type Answer = {
  readonly status: number;
  /** JSON text, or empty for 204. */
  readonly body: string;
  /** Overrides the identity that the request asked for. */
  readonly signedBy?: SigningIdentity;
};

/** A refusal may point at the field it is about. */
export type RefusalDetail = Readonly<Record<string, unknown>>;

export const succeed = (content: Readonly<Record<string, unknown>>): Answer => ({
  status: 200,
  body: JSON.stringify(content),
});

export const noContent: Answer = { status: 204, body: '' };

export function refuse(status: number, code: string, message: string, detail?: RefusalDetail): Answer {
  return { status, body: JSON.stringify(detail ? { code, message, detail } : { code, message }) };
}

export const orderUnknown = (): Answer => refuse(404, 'ORDER_NOT_EXIST', '订单不存在');
export const orderPaid = (): Answer => refuse(400, 'ORDERPAID', '该订单已支付');
export const orderClosed = (): Answer => refuse(400, 'ORDER_CLOSED', '该订单已关闭');
