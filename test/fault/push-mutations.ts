import { PUSH_PATH } from '../../src/adapters/http/wechat/push.ts';
import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import type { Dice } from './dice.ts';
import type { Mutant } from './mutation-campaign.ts';
import { otherCharacter } from './other-character.ts';

type Query = Readonly<Record<string, string>>;
type Message = { readonly query: Query; readonly encrypt: string };
type Mutation = (message: Message, dice: Dice) => Message;

const SIGNED = ['signature', 'msg_signature', 'timestamp', 'nonce'] as const;

const withQuery = ({ query, encrypt }: Message, name: string, change: (value: string) => string): Message => ({
  query: { ...query, [name]: change(query[name] ?? '') },
  encrypt,
});
const withCipherText = ({ query, encrypt }: Message, change: (text: string) => string): Message => ({
  query,
  encrypt: change(encrypt),
});

/** Nothing but the cipher text of a body is signed, so that nothing else of it is changed. */
const MUTATIONS: readonly Mutation[] = [
  (message, dice) => withCipherText(message, (text) => otherCharacter(text, dice)),
  (message, dice) => withCipherText(message, (text) => text.slice(0, dice.between(0, text.length - 1))),
  (message) => withCipherText(message, (text) => `${text}=`),
  ...(['signature', 'msg_signature', 'nonce'] as const).map(
    (name): Mutation =>
      (message, dice) =>
        withQuery(message, name, (value) => otherCharacter(value, dice)),
  ),
  (message) => withQuery(message, 'msg_signature', () => message.query['signature'] ?? ''),
  (message, dice) => withQuery(message, 'timestamp', (value) => String(Number(value) + dice.between(1, 299))),
  (message, dice) => withQuery(message, 'timestamp', (value) => String(Number(value) - dice.between(301, 9_999))),
  ({ query, encrypt }, dice) => {
    const missing = dice.pick(SIGNED);
    return { query: Object.fromEntries(Object.entries(query).filter(([name]) => name !== missing)), encrypt };
  },
];

/** An encrypted push, as WeChat sends it in JSON. */
const toMessage = ({ query, body }: RawNotification): Message => ({
  query: query as Query,
  encrypt: (JSON.parse(Buffer.from(body).toString()) as { readonly Encrypt: string }).Encrypt,
});

/** One of these pushes, changed in one place. */
export const mutatePush =
  (genuine: readonly RawNotification[]) =>
  (dice: Dice): Mutant => {
    const { query, encrypt } = dice.pick(MUTATIONS)(toMessage(dice.pick(genuine)), dice);
    return { path: `${PUSH_PATH}?${new URLSearchParams(query)}`, call: { body: { ToUserName: '', Encrypt: encrypt } } };
  };
