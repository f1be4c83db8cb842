import { expect } from 'chai';
import { createLogger } from '../../src/cli/system/logger.ts';
import { formatToken, hintOf } from '../../src/domain/keyvault/key-token.ts';

const token = (prefix: 'sk_live_' | 'ss_live_' | 'sg_live_', seed: number) =>
  formatToken(
    prefix,
    Uint8Array.from({ length: 24 }, (_, nth) => (nth * 7 + seed) % 256),
  );
const API_KEY = token('sk_live_', 1);
const SERVICE_TOKEN = token('ss_live_', 2);
const SESSION = `hss_${'0123456789abcdef'.repeat(4)}`;
const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const PHONE = '13800138000';
const PEM = '-----BEGIN PRIVATE KEY-----\nMIIEvgIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n';

/** What somebody might write down without thinking, or a library does for him. */
const CORPUS: readonly (readonly [what: string, secret: string, said: object | string])[] = [
  [
    'a header among others',
    SERVICE_TOKEN,
    { headers: { host: 'a.example', authorization: `Bearer ${SERVICE_TOKEN}` } },
  ],
  ['a header in a text', SESSION, `sent Authorization: Bearer ${SESSION} to nobody`],
  ['a password of Basic', 'b3BlcmF0b3I6c2VjcmV0', { authorization: 'Basic b3BlcmF0b3I6c2VjcmV0' }],
  ['a key in a message', API_KEY, `the key ${API_KEY} is unknown`],
  ['a key in an error', API_KEY, { err: new Error(`cannot parse {"api_key":"${API_KEY}"}`) }],
  ['a key deep inside', API_KEY, { a: { b: { c: { d: [{ apiKey: API_KEY }] } } } }],
  ['a session without its header', SESSION, { session: SESSION }],
  ['a webhook secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', { msg2: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }],
  ['an openid by its name', OPENID, { payer: { openid: OPENID } }],
  ['an openid by its form', OPENID, `no user has ${OPENID}`],
  ['an openid in a text that was JSON', OPENID, { body: JSON.stringify({ openid: OPENID }) }],
  ['a unionid', 'o6_bmasdasdsad6_2sgVt7hMZOPfL', { user: 'o6_bmasdasdsad6_2sgVt7hMZOPfL' }],
  ['a session key of WeChat', 'HyVFkGl5F5OQWJZZaNzBBg==', { answer: '{"session_key":"HyVFkGl5F5OQWJZZaNzBBg=="}' }],
  ['a phone number', PHONE, `refused ${PHONE}`],
  ['a phone number with its country', PHONE, { contact: `+86 ${PHONE}` }],
  ['a phone number by its name', '010-88888888', { phone_number: '010-88888888' }],
  [
    'an access token in an address',
    '72_abcDEF',
    'GET https://api.weixin.qq.com/x?access_token=72_abcDEF&lang=zh failed',
  ],
  ['a password in an address', 'hunter2', { err: new Error('postgres://seahorse:hunter2@db:5432/seahorse is away') }],
  ['a password of Redis', 'hunter2', 'redis://:hunter2@cache:6379'],
  ['a private key', 'MIIEvgIBADANBgkqhkiG9w0BAQEFAASC', { config: PEM }],
];

/** What looks a little like that, and is needed to find something. */
const KEPT: readonly (readonly [what: string, value: string])[] = [
  ['an order', 'ord_0192f3a47b2c7d118a9be0c1d2e3f405'],
  ['our number of a payment', '20261127153000A1B2C3D4E5F6'],
  ['a number of WeChat', '4200001234202611271234567890'],
  ['a UUID', '01936d5e-8a7b-7c3d-9e1f-138001380001'],
  ['an instant', '1795900000000'],
  ['a hint of a key', hintOf('sk_live_', API_KEY)],
  ['a digest', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['a path', '/api/v1/api-keys/key_0192f3a47b2c7d118a9be0c1d2e3f405'],
];

describe('a line of the log', () => {
  const written = (said: object | string): string => {
    const lines: string[] = [];
    const logger = createLogger({ logLevel: 'info' }, 'info', { write: (text) => void lines.push(text) });
    if (typeof said === 'string') logger.info(said);
    else logger.info(said, 'said');
    return lines.join('');
  };

  for (const [what, secret, said] of CORPUS) {
    it(`does not have ${what}`, () => {
      const line = written(said);
      expect(line).not.to.include(secret);
      expect(line).to.include('[redacted]');
      expect(() => JSON.parse(line)).not.to.throw();
    });
  }

  for (const [what, value] of KEPT) {
    it(`keeps ${what}`, () => {
      expect(JSON.parse(written({ value }))).to.include({ value });
      expect(JSON.parse(written(`about ${value}, again`)).msg).to.equal(`about ${value}, again`);
    });
  }

  it('keeps the rest of what a secret stands in', () => {
    const { headers } = JSON.parse(
      written({ headers: { host: 'a.example', authorization: `Bearer ${API_KEY}`, via: 'b' } }),
    );
    expect(headers).to.deep.equal({ host: 'a.example', authorization: '[redacted]', via: 'b' });
    expect(JSON.parse(written(`GET /x?access_token=abc&lang=zh`)).msg).to.equal(
      'GET /x?access_token=[redacted]&lang=zh',
    );
  });
});
