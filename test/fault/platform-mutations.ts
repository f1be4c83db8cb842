import { createCipheriv, createDecipheriv, generateKeyPairSync, type KeyLike, sign } from 'node:crypto';
import { loadCredentials } from '../../simulator/credentials/load-credentials.ts';
import type { Dice } from './dice.ts';
import type { Message, Mutation } from './notification-message.ts';

type Resource = { readonly ciphertext: string; readonly nonce: string; readonly associated_data: string };
type Body = { readonly resource: Resource };

const TAG_BYTES = 16;
const STALE_SECONDS = 301;

/** Messages under a signature that is right for its bytes: by a stranger, or by WeChat's own key, with something wrong beneath it. */
export async function platformMutations(
  simulatorFolder: string,
): Promise<{ readonly refused: readonly Mutation[]; readonly wrongContents: readonly Mutation[] }> {
  const { merchant, platform } = await loadCredentials(simulatorFolder);
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  const own = ({ headers }: Message): KeyLike =>
    headers['wechatpay-serial'] === platform.certificateSerial
      ? platform.certificatePrivatePem
      : platform.publicKeyPrivatePem;
  const signed = (message: Message, key: KeyLike, now = String(Math.floor(Date.now() / 1_000))): Message => {
    const nonce = message.headers['wechatpay-nonce'] ?? '';
    const text = Buffer.concat([Buffer.from(`${now}\n${nonce}\n`), message.body, Buffer.from('\n')]);
    const signature = sign('RSA-SHA256', text, key).toString('base64');
    return {
      ...message,
      headers: { ...message.headers, 'wechatpay-timestamp': now, 'wechatpay-signature': signature },
    };
  };
  const withBody = (message: Message, body: string): Message => {
    const changed = { ...message, body: Buffer.from(body) };
    return signed(changed, own(changed));
  };
  const withResource = (change: (resource: Resource, dice: Dice) => object): Mutation => {
    return (message, dice) => {
      const body = JSON.parse(message.body.toString()) as Body;
      return withBody(
        message,
        JSON.stringify({ ...body, resource: { ...body.resource, ...change(body.resource, dice) } }),
      );
    };
  };
  const withContent = (change: (content: Record<string, unknown>, dice: Dice) => object): Mutation =>
    withResource((resource, dice) => {
      const content = JSON.parse(open(resource, merchant.apiV3Key)) as Record<string, unknown>;
      return {
        ciphertext: seal(JSON.stringify({ ...content, ...change(content, dice) }), resource, merchant.apiV3Key),
      };
    });
  const shifted = (seconds: number): Mutation => {
    return (message) => signed(message, own(message), String(Math.floor(Date.now() / 1_000) + seconds));
  };
  const refused: readonly Mutation[] = [
    (message) => signed(message, stranger),
    (message) =>
      signed({ ...message, headers: { ...message.headers, 'wechatpay-serial': merchant.merchantSerial } }, stranger),
    (message) => signed(message, merchant.merchantPrivateKeyPem),
    // Beyond the second that the way here may take.
    (message, dice) => shifted(-STALE_SECONDS - dice.between(0, 9_999))(message, dice),
    (message, dice) => shifted(STALE_SECONDS + 30 + dice.between(0, 9_999))(message, dice),
    withResource(({ ciphertext }) => ({ ciphertext: withTag(ciphertext, Buffer.alloc(TAG_BYTES)) })),
    withResource(({ ciphertext }) => ({
      ciphertext: Buffer.from(ciphertext, 'base64').subarray(0, -TAG_BYTES).toString('base64'),
    })),
    withResource((_resource, dice) => ({ associated_data: dice.pick(['', 'refund', 'Transaction', 'transaction ']) })),
    withResource(({ nonce }) => ({ nonce: [...nonce].reverse().join('x').slice(0, 12) })),
    withResource((resource) => ({ ciphertext: seal(open(resource, merchant.apiV3Key), resource, 'x'.repeat(32)) })),
    withResource(() => ({ ciphertext: '' })),
    // Of two members with one name, JSON.parse takes the last one: it must not be another reader's choice what counts.
    (message) => withBody(message, message.body.toString().replace(/\}$/, ',"resource":{"ciphertext":"x"}}')),
    (message) => withBody(message, `${message.body}${' '.repeat(1_048_576)}`),
    (message) => withBody(message, `[${message.body}]`),
  ];
  const wrongContents: readonly Mutation[] = [
    withContent(() => ({ appid: 'wx0000000000000000' })),
    withContent(() => ({ mchid: '1900000001' })),
    withContent((content, dice) => ({
      amount: { ...(content['amount'] as object), total: dice.between(1, 9), payer_total: 1 },
    })),
    withContent((content) => ({ amount: { ...(content['amount'] as object), currency: 'USD' } })),
    withContent((_content, dice) => ({ out_trade_no: `HS${dice.between(1, 999_999_999)}` })),
    withContent((_content, dice) => ({ transaction_id: `42000${dice.between(1, 999_999_999)}` })),
    withContent(() => ({ payer: { openid: 'o-somebody-else' } })),
  ];
  return { refused, wrongContents };
}

function open({ ciphertext, nonce, associated_data }: Resource, key: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce));
  decipher.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString();
}

function seal(plain: string, { nonce, associated_data }: Resource, key: string): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associated_data));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

const withTag = (ciphertext: string, tag: Buffer): string =>
  Buffer.concat([Buffer.from(ciphertext, 'base64').subarray(0, -TAG_BYTES), tag]).toString('base64');
