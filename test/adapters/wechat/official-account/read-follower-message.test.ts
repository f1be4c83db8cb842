import { expect } from 'chai';
import fc from 'fast-check';
import { followerMessageReader } from '../../../../src/adapters/wechat/official-account/read-follower-message.ts';
import type { PushSettings } from '../../../../src/adapters/wechat/push/open-push.ts';
import type { MessageReading, RawMessage } from '../../../../src/domain/identity/follower-message.ts';
import { AES, asXml, NOW, PLAIN, plainPush, sealedPush, sha1, TIMESTAMP } from '../support/pushes.ts';

const aSubscription = (change: object = {}) => ({
  ...{ ToUserName: 'gh_ours', FromUserName: 'oFollower', CreateTime: 1_768_449_590 },
  ...{ MsgType: 'event', Event: 'subscribe', EventKey: '', ...change },
});
const plain = (message: object | string) => plainPush(typeof message === 'string' ? message : asXml(message));
const sealed = (message: object | string, sealing = {}) =>
  sealedPush(typeof message === 'string' ? message : asXml(message), sealing, 'xml');
const read = (raw: RawMessage, settings: PushSettings = PLAIN, now = NOW): MessageReading =>
  followerMessageReader(settings, () => now)(raw);
const event = (message: object, settings = PLAIN) => {
  const reading = read(settings === PLAIN ? plain(message) : sealed(message), settings);
  return reading.kind === 'event' ? reading : expect.fail(JSON.stringify(reading));
};
const refused = (reason: string) => ({ kind: 'refused', reason });
const keyOf = (message: object) => {
  const reading = read(plain(message));
  return reading.kind === 'refused' ? expect.fail(reading.reason) : reading.messageKey;
};

describe('a message to the official account', () => {
  for (const [mode, settings] of [
    ['in plain', PLAIN],
    ['encrypted', AES],
  ] as const) {
    it(`tells ${mode} who did what, when, and who is to be answered`, () => {
      const { event: told, replyTo, stamp } = event(aSubscription({ EventKey: 'qrscene_login_7' }), settings);
      expect(told).to.deep.equal({
        ...{ kind: 'subscribe', appid: PLAIN.appid, openid: 'oFollower', scene: 'login_7' },
        occurredAt: new Date(1_768_449_590_000),
      });
      expect(replyTo).to.deep.equal({ openid: 'oFollower', account: 'gh_ours' });
      expect(stamp).to.deep.equal({ signedAt: TIMESTAMP, nonce: 'abc' });
    });
  }

  const scenes: readonly (readonly [string, string, string | null])[] = [
    ['subscribe', '', null],
    ['subscribe', 'qrscene_123', '123'],
    ['subscribe', 'qrscene_', null],
    ['subscribe', 'last_trade_no_4003630', null],
    ['SCAN', 'login_7', 'login_7'],
    ['SCAN', 'qrscene_7', 'qrscene_7'],
    ['SCAN', 'x'.repeat(65), null],
    ['unsubscribe', '', null],
  ];
  for (const [name, key, scene] of scenes) {
    it(`has ${scene ? `the scene ${scene}` : 'no scene'} for ${name} with the key "${key.slice(0, 20)}"`, () => {
      const { event: told } = event(aSubscription({ Event: name, EventKey: key }));
      expect(told).to.include({ kind: name.toLowerCase(), scene });
    });
  }

  it('is known again when it is repeated, and is another one when anything that names it differs', () => {
    expect(keyOf(aSubscription()))
      .to.equal(keyOf(aSubscription({ Ticket: 'more' })))
      .and.match(/^[0-9a-f]{64}$/);
    const others = [
      aSubscription(),
      aSubscription({ FromUserName: 'oOther' }),
      aSubscription({ CreateTime: 1_768_449_591 }),
      aSubscription({ Event: 'unsubscribe' }),
      aSubscription({ EventKey: 'qrscene_1' }),
      aSubscription({ MsgType: 'text', MsgId: '1' }),
      aSubscription({ MsgType: 'text', MsgId: '2' }),
      aSubscription({ Event: 'VIEW', EventKey: 'http://a' }),
      aSubscription({ Event: 'VIEW', EventKey: 'http://b' }),
    ].map(keyOf);
    expect(new Set(others).size).to.equal(others.length);
    const text = { MsgType: 'text', MsgId: '1' };
    expect(keyOf(aSubscription({ ...text, Content: 'a' }))).to.equal(keyOf(aSubscription({ ...text, Content: 'b' })));
  });

  for (const message of [
    aSubscription({ MsgType: 'text', Content: '你好', MsgId: '1' }),
    aSubscription({ Event: 'CLICK' }),
    aSubscription({ Event: 'constructor' }),
    aSubscription({ MsgType: 'unheard_of' }),
    { MsgType: 'text' },
  ]) {
    it(`is nothing to act on as ${JSON.stringify(message).slice(0, 150)}`, () => {
      expect(read(plain(message))).to.have.property('kind', 'other');
    });
  }

  const malformed: Record<string, object | string> = {
    'of nobody': aSubscription({ FromUserName: undefined }),
    'of a strange openid': aSubscription({ FromUserName: "o'; --" }),
    'of no time': aSubscription({ CreateTime: undefined }),
    'of a time that is none': aSubscription({ CreateTime: 'now' }),
    'to nobody': aSubscription({ ToUserName: '' }),
    'without a type': aSubscription({ MsgType: undefined }),
    'that is no XML': 'subscribe',
    'with a DOCTYPE': `<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>${asXml(aSubscription())}`,
    'with an entity': asXml(aSubscription()).replace('<![CDATA[oFollower]]>', '&a;'),
    'with a field twice': asXml(aSubscription()).replace('</xml>', '<Event><![CDATA[SCAN]]></Event></xml>'),
    'that is too large': asXml(aSubscription({ Filler: 'x'.repeat(64 * 1024) })),
  };
  for (const [fault, message] of Object.entries(malformed)) {
    it(`is malformed ${fault}, in either mode`, () => {
      expect(read(plain(message))).to.deep.equal(refused('malformed'));
      expect(read(sealed(message), AES)).to.deep.equal(refused('malformed'));
    });
  }

  it('is not even looked at before its signature', () => {
    const raw = plain('<!DOCTYPE');
    expect(read({ ...raw, query: { ...raw.query, signature: 'a'.repeat(40) } })).to.deep.equal(
      refused('bad_signature'),
    );
  });

  for (const [secondsAgo, isTaken] of [
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ] as const) {
    it(`is ${isTaken ? 'taken' : 'refused'} when it is ${secondsAgo} s old`, () => {
      const reading = read(plain(aSubscription()), PLAIN, new Date(NOW.getTime() + secondsAgo * 1000));
      if (isTaken) expect(reading).to.have.property('kind', 'event');
      else expect(reading).to.deep.equal(refused('stale_timestamp'));
    });
  }

  it('is refused with a nonce that nobody sends', () => {
    const nonce = 'a\u0000b';
    const raw = plain(aSubscription());
    const query = { ...raw.query, nonce, signature: sha1(PLAIN.token, TIMESTAMP, nonce) };
    expect(read({ ...raw, query })).to.deep.equal(refused('malformed'));
  });
});

describe('an encrypted message to the official account', () => {
  it('may not come in plain', () => {
    expect(read(plain(aSubscription()), AES)).to.deep.equal(refused('missing_headers'));
  });

  it('is refused when its signature does not cover the cipher text', () => {
    const [one, other] = [sealed(aSubscription()), sealed(aSubscription({ FromUserName: 'oVictim' }))];
    expect(read({ ...one, body: other.body }, AES)).to.deep.equal(refused('bad_signature'));
  });

  it('is refused when it is sealed for another app', () => {
    expect(read(sealed(aSubscription(), { appid: 'wx0000000000000002' }), AES)).to.deep.equal(refused('undecryptable'));
  });

  it('is opened whatever its padding: all of the 32 occur', () => {
    const paddings = new Set<number>();
    for (let length = 0; length < 40; length++) {
      const message = aSubscription({ Filler: 'x'.repeat(length) });
      expect(read(sealed(message), AES), String(length)).to.have.property('kind', 'event');
      paddings.add(32 - ((16 + 4 + Buffer.byteLength(asXml(message)) + PLAIN.appid.length) % 32));
    }
    expect(paddings).to.have.property('size', 32);
  });

  it('never makes the reader throw, whatever is signed', () => {
    const pieces = fc.constantFrom(
      '<xml>',
      '<a>',
      '</a>',
      '</xml>',
      '<MsgType>',
      'event',
      '<![CDATA[',
      ']]>',
      '&',
      '<',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(plain(text))).to.have.property('kind');
        expect(read(sealed(text), AES)).to.have.property('kind');
      }),
    );
  });
});
