import { createCipheriv, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { sha1Of } from './support/open-push.ts';
import { type PushReply, usePushReceiver } from './support/push-receiver.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';

type Fields = Readonly<Record<string, string | number>>;
type Delivery = {
  readonly status: string;
  readonly attempts: readonly { readonly received: boolean; readonly text: string | null }[];
};

const xml = (fields: Fields): string => {
  const content = (value: string | number) => (typeof value === 'string' ? `<![CDATA[${value}]]>` : value);
  return `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('')}</xml>`;
};

/** 消息加解密, from its description. */
function seal(text: string, encodingAesKey: string, appid: string): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const content = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const plain = Buffer.concat([randomBytes(16), length, content, Buffer.from(appid)]);
  const missing = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(missing, missing)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

describe('A passive reply to a follower', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 150 });
  const receiver = usePushReceiver();
  let people = 0;
  const setUp = (mode: 'plain' | 'aes') =>
    wechat.control.put('/push', { app: 'official_account', url: receiver.url, mode, format: 'xml' });
  /** The openid is known before the reply has to be. */
  const somebody = async () => {
    people += 1;
    const user = `person-${people}`;
    receiver.reply({ body: 'success' });
    const { json } = await wechat.control.post('/official-account/events', { user, event: 'subscribe' });
    return { user, openid: String(json['openid']) };
  };
  const answered = async (user: string, reply: PushReply): Promise<Delivery> => {
    receiver.reply(reply, { body: 'success' });
    const act = { user, event: 'SCAN', scene: 'any' };
    const { json } = await wechat.control.post('/official-account/events', act);
    const { deliveries } = (await wechat.control.get('/push/deliveries')).json as {
      deliveries: (Delivery & { readonly id: string })[];
    };
    await wechat.control.advance(60);
    return deliveries.find(({ id }) => id === json['delivery_id']) ?? expect.fail('no delivery');
  };
  const aText = (openid: string, change: Fields = {}): Fields => ({
    ...{ ToUserName: openid, FromUserName: wechat.simulator.credentials.officialAccount.originalId },
    ...{ CreateTime: 1_768_449_600, MsgType: 'text', Content: '欢迎 <b>&amp;' },
    ...change,
  });
  const sealed = (text: string, change: Fields = {}, appid = wechat.simulator.credentials.officialAccount.appid) => {
    const { token, encodingAesKey } = wechat.simulator.credentials.push;
    const Encrypt = seal(text, encodingAesKey, appid);
    const signature = sha1Of(token, '1768449600', '4711', Encrypt);
    return xml({ Encrypt, MsgSignature: signature, TimeStamp: 1_768_449_600, Nonce: '4711', ...change });
  };

  it('is a receipt, and its text is what the follower reads, in plain and encrypted', async () => {
    for (const mode of ['plain', 'aes'] as const) {
      await setUp(mode);
      const { user, openid } = await somebody();
      const reply = xml(aText(openid));
      const { status, attempts } = await answered(user, { body: mode === 'plain' ? reply : sealed(reply) });
      expect(status).to.equal('delivered');
      expect(attempts).to.have.length(1);
      expect(attempts[0]).to.include({ received: true, text: '欢迎 <b>&amp;' });
    }
  });

  it('may hold the end mark of a section, told in two', async () => {
    await setUp('plain');
    const { user, openid } = await somebody();
    const reply = xml(aText(openid, { Content: 'a]]]]><![CDATA[>b' }));
    expect((await answered(user, { body: reply })).attempts[0]).to.include({ text: 'a]]>b' });
  });

  it('is not there where the answer is success, or nothing', async () => {
    await setUp('plain');
    const { user } = await somebody();
    for (const body of ['success', '']) {
      expect((await answered(user, { body })).attempts[0]).to.include({ received: true, text: null });
    }
  });

  const wrong: Record<string, Fields> = {
    'to somebody else': { ToUserName: 'o-else' },
    'from somebody else': { FromUserName: 'gh_else' },
    'of another type': { MsgType: 'image' },
    'without a time': { CreateTime: 'now' },
    'without a word': { Content: '' },
    'that is too long': { Content: '长'.repeat(700) },
  };
  for (const [fault, change] of Object.entries(wrong)) {
    it(`is none ${fault}, and WeChat repeats the message`, async () => {
      await setUp('plain');
      const { user, openid } = await somebody();
      const { attempts, status } = await answered(user, { body: xml(aText(openid, change)) });
      expect(attempts[0]).to.include({ received: false, text: null });
      expect(status).to.equal('pending');
    });
  }

  const spoilt: Record<string, (reply: string) => string> = {
    'in plain': (reply) => reply,
    'with a wrong signature': (reply) => sealed(reply, { MsgSignature: 'a'.repeat(40) }),
    'without a signature': (reply) => sealed(reply, { MsgSignature: '' }),
    'for another app': (reply) => sealed(reply, {}, 'wx0000000000000000'),
    'with a cipher text that is none': (reply) => sealed(reply, { Encrypt: 'AAAA' }),
    'that is no message': () => sealed('success'),
  };
  for (const [fault, spoil] of Object.entries(spoilt)) {
    it(`is none ${fault}, where messages are encrypted`, async () => {
      await setUp('aes');
      const { user, openid } = await somebody();
      const { attempts } = await answered(user, { body: spoil(xml(aText(openid))) });
      expect(attempts[0]).to.include({ received: false, text: null });
    });
  }

  it('is none with another status than 200', async () => {
    await setUp('plain');
    const { user, openid } = await somebody();
    const { attempts } = await answered(user, { status: 500, body: xml(aText(openid)) });
    expect(attempts[0]).to.include({ received: false, text: null });
  });
});
