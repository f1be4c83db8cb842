import { NOTIFY_PATH } from '../../src/adapters/http/wechat/payment-notification.ts';
import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import type { Dice } from './dice.ts';
import type { Mutant } from './mutation-campaign.ts';
import { type Message, type Mutation, toMessage, withHeader } from './notification-message.ts';
import { otherCharacter } from './other-character.ts';

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
  (message) => withHeader(message, 'wechatpay-serial', (value) => value.toLowerCase().split('').reverse().join('')),
  (message) => withHeader(message, 'wechatpay-timestamp', (value) => `${value}.0`),
  ({ headers, body }) => ({ headers, body: Buffer.from(body.toString().replace(/^\{/, '{"id":"x",')) }),
  ({ headers, body }) => ({ headers, body: Buffer.concat([body, Buffer.alloc(1_048_576, ' ')]) }),
  ({ headers, body }, dice) => {
    const missing = dice.pick(SIGNED);
    return { headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== missing)), body };
  },
];

/** One of these notifications, changed in one place, or under a signature of the bytes that it has. */
export const mutateNotification =
  (genuine: readonly RawNotification[], more: readonly Mutation[] = []) =>
  (dice: Dice): Mutant => {
    const [message, other] = [toMessage(dice.pick(genuine)), toMessage(dice.pick(genuine))];
    // The signature of one over the body of another.
    const swapped: Mutation = () =>
      other.body.equals(message.body)
        ? withHeader(message, 'wechatpay-nonce', () => 'x')
        : { ...message, body: other.body };
    return toMutant(dice.pick([...MUTATIONS, swapped, ...more])(message, dice));
  };

export const toMutant = ({ headers, body }: Message): Mutant => ({
  path: NOTIFY_PATH,
  call: { raw: new Uint8Array(body), headers },
});
