import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import type { Dice } from './dice.ts';

/** A payment notification as it travels. */
export type Message = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
export type Mutation = (message: Message, dice: Dice) => Message;

export const toMessage = ({ headers, body }: RawNotification): Message => ({
  headers: Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[0].startsWith('wechatpay-') && entry[1] !== undefined,
    ),
  ),
  body: Buffer.from(body),
});

export const withHeader = ({ headers, body }: Message, name: string, change: (value: string) => string): Message => ({
  headers: { ...headers, [name]: change(headers[name] ?? '') },
  body,
});
