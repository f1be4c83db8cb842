import { expect } from 'chai';
import { addressCheck } from '../../../../src/adapters/wechat/push/answer-address-check.ts';
import { isSignedBy } from '../../../../src/adapters/wechat/push/push-signature.ts';
import { NOW, PLAIN, sha1, TIMESTAMP } from '../support/pushes.ts';

describe('the signature of a push', () => {
  it('is WeChat’s own', () => {
    expect(isSignedBy('ded8a4db713766ef5f20b05fb681d1742f757982', 'testtoken', '1700000000', 'abc')).to.equal(true);
  });
});

describe('the check of our address', () => {
  const answer = addressCheck(PLAIN.token, () => NOW);
  const asked = (change: object = {}) => ({
    ...{ signature: sha1(PLAIN.token, TIMESTAMP, 'abc'), timestamp: TIMESTAMP, nonce: 'abc' },
    echostr: '1234567890123456789',
    ...change,
  });

  it('gives back what WeChat sent', () => {
    expect(answer(asked())).to.equal('1234567890123456789');
  });

  const strangers: Record<string, object> = {
    'signed with another token': { signature: sha1('another', TIMESTAMP, 'abc') },
    'not signed': { signature: undefined },
    'of another time': {
      timestamp: String(Number(TIMESTAMP) - 301),
      signature: sha1(PLAIN.token, String(Number(TIMESTAMP) - 301), 'abc'),
    },
    'without anything to give back': { echostr: undefined },
    'that would have us say something of its own': { echostr: '<script>' },
    'with too much to give back': { echostr: 'x'.repeat(513) },
  };
  for (const [fault, change] of Object.entries(strangers)) {
    it(`gives nothing to a request ${fault}`, () => {
      expect(answer(asked(change))).to.equal(null);
    });
  }
});
