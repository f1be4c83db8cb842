import { expect } from 'chai';
import { parseXml } from '../../../../src/adapters/wechat/push/parse-xml.ts';

describe('the XML of a push', () => {
  const good: readonly (readonly [string, object])[] = [
    ['<xml><A><![CDATA[text]]></A><B>12</B></xml>', { A: 'text', B: '12' }],
    ['\n<xml>\n  <A><![CDATA[ a b ]]></A>\n</xml>\n', { A: ' a b ' }],
    ['<xml><A></A><B> 1 </B></xml>', { A: '', B: '1' }],
    ['<xml><A><B><![CDATA[x]]></B><C>2</C></A></xml>', { A: { B: 'x', C: '2' } }],
    ['<xml><A><![CDATA[<B>&lt;]]></A></xml>', { A: '<B>&lt;' }],
    ['<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>', { A: 'a]]>b' }],
    ['<xml><ToUserName><![CDATA[gh_中文]]></ToUserName></xml>', { ToUserName: 'gh_中文' }],
  ];
  for (const [text, value] of good) {
    it(`reads ${text.trim().slice(0, 60)}`, () => {
      expect(parseXml(text)).to.deep.equal(value);
    });
  }

  const refused = [
    '',
    'text',
    '<xml>text</xml>',
    '<html><A>1</A></html>',
    '<xml><A>1</A>',
    '<xml><A>1</B></xml>',
    '<xml><A>1</A></xml><xml><A>2</A></xml>',
    '<xml><A>1</A></xml>trailing',
    '<xml><A>1</A><A>2</A></xml>',
    '<xml><A>1</A>text</xml>',
    '<xml><A attribute="1">1</A></xml>',
    '<xml><A/></xml>',
    '<xml><A>&lt;</A></xml>',
    '<xml><A>a < b</A></xml>',
    '<xml><A><![CDATA[open</A></xml>',
    '<xml><!-- comment --><A>1</A></xml>',
    '<?xml version="1.0"?><xml><A>1</A></xml>',
    '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>',
    '<xml><A>&a;</A></xml>',
    '<xml><A><B><C><D><E>1</E></D></C></B></A></xml>',
    `<xml><${'a'.repeat(65)}>1</${'a'.repeat(65)}></xml>`,
  ];
  for (const text of refused) {
    it(`refuses ${text.slice(0, 60) || 'nothing'}`, () => {
      expect(parseXml(text)).to.equal(undefined);
    });
  }

  it('takes no longer for hostile text than for any other', () => {
    const startedAt = performance.now();
    for (const piece of ['<a>', ' ', '<![CDATA[', '<a> ', '<a><![CDATA[x]]>']) {
      expect(parseXml(`<xml>${piece.repeat(60_000 / piece.length)}`)).to.equal(undefined);
    }
    expect(performance.now() - startedAt).to.be.below(1_000);
  });
});
