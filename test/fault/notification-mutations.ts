import { NOTIFY_PATH } from '../../src/adapters/http/wechat/payment-notification.ts';
import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import type { Dice } from './dice.ts';
import type { Mutant } from './mutation-campaign.ts';
import { otherCharacter } from './other-character.ts';

type Message = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
type Mutation = (message: Message, dice: Dice) => Message;

const toMessage = ({ headers, body }: RawNotification): Message => ({
  headers: Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[0].startsWith('wechatpay-') && entry[1] !== undefined,
    ),
  ),
  body: Buffer.from(body),
});

const withHeader = ({ headers, body }: Message, name: string, change: (value: string) => string): Message => ({
  headers: { ...headers, [name]: change(headers[name] ?? '') },
  body,
});

const flipBit = (bytes: Buffer, dice: Dice): Buffer => {
  const changed = Buffer.from(bytes);
  const at = dice.between(0, changed.length - 1);
  changed[at] = (changed[at] ?? 0) ^ (1 << dice.between(0, 7));
  return changed;
};

const SIGNED = ['wechatpay-signature', 'wechatpay-nonce', 'wechatpay-timestamp', 'wechatpay-serial'];

const MUTATIONS: readonly Mutation[] = [
  ({ headers, body }, dice) => ({ headers, body: flipBit(body, dice) }),
  ({ headers, body }, dice) => ({ headers, body: body.subarray(0, dice.between(0, body.length - 1)) }),
  ({ headers, body }) => ({ headers, body: Buffer.concat([body, Buffer.from(' ')]) }),
  // The same JSON in other bytes.
  ({ headers, body }) => ({ headers, body: Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1)) }),
  (message, dice) => withHeader(message, 'wechatpay-signature', (value) => otherCharacter(value, dice)),
  (message) => withHeader(message, 'wechatpay-signature', (value) => `WECHATPAY/SIGNTEST/${value}`),
  (message) => withHeader(message, 'wechatpay-signature', () => ''),
  (message, dice) => withHeader(message, 'wechatpay-nonce', (value) => otherCharacter(value, dice)),
  (message, dice) =>
    withHeader(message, 'wechatpay-timestamp', (value) => String(Number(value) + dice.between(1, 299))),
  (message, dice) =>
    withHeader(message, 'wechatpay-timestamp', (value) => String(Number(value) - dice.between(301, 9_999))),
  (message, dice) => withHeader(message, 'wechatpay-serial', (value) => otherCharacter(value, dice)),
  (message) => withHeader(message, 'wechatpay-serial', () => 'PUB_KEY_ID_0000000000000000000000000000000'),
  ({ headers, body }, dice) => {
    const missing = dice.pick(SIGNED);
    return { headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== missing)), body };
  },
];

/** One of these notifications, changed in one place. */
export const mutateNotification =
  (genuine: readonly RawNotification[]) =>
  (dice: Dice): Mutant => {
    const { headers, body } = dice.pick(MUTATIONS)(toMessage(dice.pick(genuine)), dice);
    return { path: NOTIFY_PATH, call: { raw: new Uint8Array(body), headers } };
  };
