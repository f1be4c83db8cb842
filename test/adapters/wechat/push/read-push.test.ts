import { expect } from 'chai';
import fc from 'fast-check';
import type { PushSettings } from '../../../../src/adapters/wechat/push/open-push.ts';
import { pushReader } from '../../../../src/adapters/wechat/push/read-push.ts';
import type { NotificationReading, RawNotification } from '../../../../src/domain/ordering/payment-gateway.ts';
import {
  AES,
  aDelivery,
  aRefundNotice,
  asXml,
  NOW,
  PLAIN,
  plainPush,
  sealedPush,
  sha1,
  TIMESTAMP,
} from '../support/pushes.ts';

const read = (raw: RawNotification, settings: PushSettings = PLAIN, now = NOW): NotificationReading =>
  pushReader(settings, () => now)(raw);
const refused = (reason: string) => ({ kind: 'refused', reason });
const withQuery = (raw: RawNotification, change: Record<string, string | undefined>): RawNotification => ({
  ...raw,
  query: { ...raw.query, ...change },
});

const NUMBER = 'PT20260101000001';

describe('a push', () => {
  const ways: Record<string, (message: object) => NotificationReading> = {
    'in plain JSON': (message) => read(plainPush(message)),
    'in plain XML': (message) => read(plainPush(asXml(message))),
    'encrypted, in JSON': (message) => read(sealedPush(message), AES),
    'encrypted, in XML': (message) => read(sealedPush(asXml(message), {}, 'xml'), AES),
  };
  for (const [way, reading] of Object.entries(ways)) {
    it(`${way} names the payment to ask about, and nothing else of it counts`, () => {
      for (const message of [aDelivery(), aRefundNotice()]) {
        expect(reading(message)).to.deep.include({ kind: 'hint', outTradeNo: NUMBER });
        expect(Object.keys(reading(message))).to.have.members(['kind', 'notificationId', 'outTradeNo', 'content']);
      }
    });

    it(`${way} of any other kind is kept, and not acted on`, () => {
      const complaint = aDelivery({ Event: 'xpay_complaint_notify' });
      expect(reading(complaint)).to.include({ kind: 'other', eventType: 'xpay_complaint_notify' });
      expect(reading(aDelivery({ MsgType: 'text', Event: undefined }))).to.include({
        kind: 'other',
        eventType: 'text',
      });
    });
  }

  it('is known again when it is repeated, also with another count of retries', () => {
    const idOf = (message: object) => (read(plainPush(message)) as { notificationId: string }).notificationId;
    expect(idOf(aDelivery())).to.equal(idOf(aDelivery()));
    expect(idOf(aRefundNotice())).to.equal(idOf(aRefundNotice({ RetryTimes: 3 })));
    const others = [
      ...[aDelivery(), aRefundNotice(), aDelivery({ OutTradeNo: 'PT20260101000002' }), aDelivery({ OpenId: 'o2' })],
      ...[aDelivery({ CreateTime: 1_768_449_591 }), aRefundNotice({ MchRefundId: 'RF20260101000002' })],
      ...[aDelivery({ Event: 'x' }), aDelivery({ Event: 'y' })],
    ];
    expect(new Set(others.map(idOf)).size).to.equal(others.length);
  });

  it('may write its fields in any case', () => {
    const lower = Object.fromEntries(Object.entries(aDelivery()).map(([name, value]) => [name.toLowerCase(), value]));
    expect(read(plainPush(lower))).to.include({ kind: 'hint', outTradeNo: NUMBER });
  });

  it('is read in plain also where WeChat sends the encrypted form beside it', () => {
    const raw = withQuery(plainPush({ ...aDelivery(), Encrypt: 'x' }), { encrypt_type: 'aes', msg_signature: 'x' });
    expect(read(raw)).to.include({ kind: 'hint' });
  });

  for (const name of ['signature', 'timestamp', 'nonce']) {
    it(`is refused without ${name}`, () => {
      expect(read(withQuery(plainPush(aDelivery()), { [name]: undefined }))).to.deep.equal(refused('missing_headers'));
      expect(read(withQuery(plainPush(aDelivery()), { [name]: '' }))).to.deep.equal(refused('missing_headers'));
    });
  }

  it('is refused without any query', () => {
    expect(read({ headers: {}, body: Buffer.from('{}') })).to.deep.equal(refused('missing_headers'));
  });

  for (const [secondsAgo, reason] of [
    [300, null],
    [-300, null],
    [301, 'stale_timestamp'],
    [-301, 'stale_timestamp'],
  ] as const) {
    it(`is ${reason ? 'refused' : 'taken'} when it is ${secondsAgo} s old`, () => {
      const reading = read(plainPush(aDelivery()), PLAIN, new Date(NOW.getTime() + secondsAgo * 1000));
      if (reason) expect(reading).to.deep.equal(refused(reason));
      else expect(reading).to.have.property('kind', 'hint');
    });
  }

  for (const timestamp of ['1e9', '-1', ` ${TIMESTAMP}`, 'now', '9'.repeat(13)]) {
    it(`is refused with the timestamp "${timestamp}"`, () => {
      const signature = sha1(PLAIN.token, timestamp, 'abc');
      const raw = withQuery(plainPush(aDelivery()), { timestamp, signature });
      expect(read(raw)).to.deep.equal(refused('stale_timestamp'));
    });
  }

  const forged: Record<string, Record<string, string>> = {
    'with another token': { signature: sha1('another', TIMESTAMP, 'abc') },
    'for another nonce': { nonce: 'abd' },
    'for another time': { timestamp: String(Number(TIMESTAMP) + 1) },
    'with half a signature': { signature: sha1(PLAIN.token, TIMESTAMP, 'abc').slice(0, 20) },
    'with no hexadecimal signature': { signature: 'x'.repeat(40) },
    'with a longer signature': { signature: `${sha1(PLAIN.token, TIMESTAMP, 'abc')}00` },
  };
  for (const [fault, change] of Object.entries(forged)) {
    it(`is refused when it is signed ${fault}, in either mode`, () => {
      expect(read(withQuery(plainPush(aDelivery()), change))).to.deep.equal(refused('bad_signature'));
      expect(read(withQuery(sealedPush(aDelivery()), change), AES)).to.deep.equal(refused('bad_signature'));
    });
  }

  it('is not even looked at before its signature', () => {
    const raw = withQuery(plainPush('no message'), { signature: 'a'.repeat(40) });
    expect(read(raw)).to.deep.equal(refused('bad_signature'));
    expect(read(plainPush('no message'))).to.deep.equal(refused('malformed'));
  });

  for (const outTradeNo of [undefined, '', 'short', 'x'.repeat(33), 'PT2026 0101', "PT2026'; --", { a: 1 }]) {
    it(`is malformed with the number ${JSON.stringify(outTradeNo)}`, () => {
      expect(read(plainPush(aDelivery({ OutTradeNo: outTradeNo })))).to.deep.equal(refused('malformed'));
    });
  }

  for (const body of ['', '[]', 'null', '"x"', '{}', '<xml></xml>', '<xml>', '{"Event":"xpay_goods_deliver_notify"}']) {
    it(`is malformed as ${body || 'nothing'}`, () => {
      expect(read(plainPush(body))).to.deep.equal(refused('malformed'));
    });
  }

  it('is malformed when it is larger than 64 KiB', () => {
    const big = aDelivery({ Attach: 'x'.repeat(64 * 1024) });
    expect(read(plainPush(big))).to.deep.equal(refused('malformed'));
  });

  it('of an event that every object has is no event of ours', () => {
    for (const event of ['constructor', '__proto__', 'toString']) {
      expect(read(plainPush(`{"MsgType":"event","Event":"${event}"}`))).to.include({ kind: 'other' });
    }
  });
});

describe('an encrypted push', () => {
  it('may not come in plain', () => {
    expect(read(plainPush(aDelivery()), AES)).to.deep.equal(refused('missing_headers'));
  });

  it('is refused when its signature does not cover the cipher text', () => {
    const [one, other] = [sealedPush(aDelivery()), sealedPush(aDelivery())];
    expect(read({ ...one, body: other.body }, AES)).to.deep.equal(refused('bad_signature'));
    expect(read(withQuery(one, { msg_signature: undefined }), AES)).to.deep.equal(refused('missing_headers'));
  });

  const spoilt: Record<string, RawNotification> = {
    'for another app': sealedPush(aDelivery(), { appid: 'wx0000000000000002' }),
    'for an app whose id begins like ours': sealedPush(aDelivery(), { appid: `${PLAIN.appid}x` }),
    'for no app': sealedPush(aDelivery(), { appid: '' }),
    'under another key': sealedPush(aDelivery(), { aesKey: 'z'.repeat(43) }),
    'with a wrong padding': sealedPush(aDelivery(), {
      pad: (bytes) => Buffer.concat([bytes, Buffer.alloc(64)]).subarray(0, bytes.length + 32 - (bytes.length % 32)),
    }),
  };
  for (const [fault, raw] of Object.entries(spoilt)) {
    it(`is refused when it is sealed ${fault}`, () => {
      expect(read(raw, AES)).to.deep.equal(refused('undecryptable'));
    });
  }

  it('is opened whatever its length', () => {
    for (let length = 0; length < 70; length++) {
      const reading = read(sealedPush(aDelivery({ Filler: 'x'.repeat(length) })), AES);
      expect(reading, String(length)).to.have.property('kind', 'hint');
    }
  });

  it('is malformed when nothing readable was sealed', () => {
    expect(read(sealedPush('no message'), AES)).to.deep.equal(refused('malformed'));
  });
});

describe('the reader of pushes', () => {
  it('never throws, whatever is signed', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => asXml({ Event: text, a: { b: text } })),
      fc
        .array(fc.constantFrom('<xml>', '<a>', '</a>', '</xml>', '<![CDATA[', ']]>', 'x', '&', '<'))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const [raw, settings] of [
          [plainPush(text), PLAIN],
          [sealedPush(text), AES],
          [plainPush(text), AES],
        ] as const) {
          expect(read(raw, settings)).to.have.property('kind');
        }
      }),
    );
  });

  it('never throws, whatever bytes are sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 200 }), (bytes) => {
        const raw = sealedPush('', {
          pad: () => Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32, 1)]),
        });
        expect(read(raw, AES)).to.have.property('kind', 'refused');
      }),
    );
  });
});
