import { expect } from 'chai';
import { replyWriter } from '../../../../src/adapters/wechat/official-account/write-reply.ts';
import { openMessage } from '../../../../src/adapters/wechat/push/open-message.ts';
import { parseXml } from '../../../../src/adapters/wechat/push/parse-xml.ts';
import { openPush } from '../../../simulator/support/open-push.ts';
import { AES, NOW, PLAIN, sha1, TIMESTAMP } from '../support/pushes.ts';

const TO = { openid: 'oFollower', account: 'gh_ours' };
const plainReply = (text: string) => replyWriter(PLAIN, () => NOW)(TO, text);
const sealedReply = (text: string) => parseXml(replyWriter(AES, () => NOW)(TO, text)) as Record<string, string>;

describe('a reply to a follower', () => {
  it('in plain is the XML of a text from the account to him', () => {
    expect(plainReply('欢迎，积分：7')).to.equal(
      '<xml><ToUserName><![CDATA[oFollower]]></ToUserName><FromUserName><![CDATA[gh_ours]]></FromUserName>' +
        `<CreateTime>${TIMESTAMP}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
        '<Content><![CDATA[欢迎，积分：7]]></Content></xml>',
    );
  });

  it('says what a nickname says, and nothing beside', () => {
    const nickname = ']]></Content></xml><xml>&a;<!DOCTYPE';
    expect(parseXml(plainReply(nickname))).to.include({ Content: nickname });
  });

  it('encrypted is signed over its own cipher text, its time and its nonce', () => {
    const { Encrypt: encrypt = '', MsgSignature, TimeStamp = '', Nonce = '', ...more } = sealedReply('你好');
    expect(more).to.deep.equal({});
    expect(TimeStamp).to.equal(TIMESTAMP);
    expect(MsgSignature).to.equal(sha1(AES.token, TimeStamp, Nonce, encrypt));
    expect(Nonce)
      .to.match(/^\d{1,15}$/)
      .and.not.to.equal(sealedReply('你好')['Nonce']);
  });

  it('encrypted is the plain one, for this appid, whatever its length: all of the 32 paddings occur', () => {
    const paddings = new Set<number>();
    for (let length = 1; length <= 40; length++) {
      const text = 'x'.repeat(length);
      const encrypt = String(sealedReply(text)['Encrypt']);
      // By its description, and by what reads messages.
      expect(openPush(encrypt, AES.aesKey as string)).to.deep.equal({ message: plainReply(text), appid: AES.appid });
      expect(openMessage(encrypt, AES.aesKey as string, AES.appid)).to.equal(plainReply(text));
      paddings.add(32 - ((16 + 4 + Buffer.byteLength(plainReply(text)) + AES.appid.length) % 32));
    }
    expect(paddings).to.have.property('size', 32);
  });
});
