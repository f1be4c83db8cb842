import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { severalAtOnce } from './several-at-once.ts';

type Headers = Record<string, string>;
type Message = { readonly headers: Headers; readonly body: Buffer };

const PATH = '/api/webhook/wechat';
const AT_ONCE = 6;

/**
 * Genuine notifications of real payments, each changed in one place that is signed or that names the signer. None may be
 * accepted, none may leave a row behind, and none may make us call WeChat: `outbound` counts those calls.
 */
export async function mutationCampaign(
  system: TestSystem,
  genuine: readonly RawNotification[],
  mutations: number,
  seed: number,
  outbound: () => number,
): Promise<Figure[]> {
  const dice = new Dice(seed);
  const before = JSON.stringify(await system.rowCounts());
  const callsBefore = outbound();
  const answers = new Map<number, number>();
  await severalAtOnce(AT_ONCE, Array(mutations).fill(null), async () => {
    const { headers, body } = mutate(toMessage(dice.pick(genuine)), dice);
    const { status } = await system.call(PATH, { raw: new Uint8Array(body), headers });
    answers.set(status, (answers.get(status) ?? 0) + 1);
  });
  const accepted = [...answers].filter(([status]) => status < 400).reduce((sum, [, count]) => sum + count, 0);
  const faults = [...answers].filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
  return [
    counted('mutated notifications', mutations),
    ...[...answers].sort().map(([status, count]) => counted(`answered with ${status}`, count)),
    exactly('accepted', accepted, 0),
    exactly('faults of ours', faults, 0),
    exactly('calls to WeChat caused', outbound() - callsBefore, 0),
    exactly('rows that changed', JSON.stringify(await system.rowCounts()) === before ? 0 : 1, 0),
  ];
}

const toMessage = ({ headers, body }: RawNotification): Message => ({
  headers: Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[0].startsWith('wechatpay-') && entry[1] !== undefined,
    ),
  ),
  body: Buffer.from(body),
});

type Mutation = (message: Message, dice: Dice) => Message;

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

/** Another character of the same sort, so that the text stays well-formed; not at the end, where base64 has bits without meaning. */
const otherCharacter = (text: string, dice: Dice): string => {
  const at = dice.between(0, text.length - 5);
  const other = /\d/.test(text[at] ?? '')
    ? String((Number(text[at]) + dice.between(1, 9)) % 10)
    : text[at] === 'a'
      ? 'b'
      : 'a';
  return text.slice(0, at) + other + text.slice(at + 1);
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

const mutate = (message: Message, dice: Dice): Message => dice.pick(MUTATIONS)(message, dice);
