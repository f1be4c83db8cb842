import { expect } from 'chai';
import { decryptResource } from '../../../../src/adapters/wechat/pay/decrypt-resource.ts';
import { apiV3Key, olderApiV3Key } from '../support/merchant.ts';
import { flipBit, sealResource } from '../support/sealed-resource.ts';

const plain = '{"out_trade_no":"PT20260101000001","amount":{"total":100}}';
const vector = {
  nonce: 'pJzPEVj3TKtN',
  associated_data: 'transaction',
  ciphertext: 'J8EibVHoWAEksoR47wM05zpMK4C8MERTDkX/7JKQkkfEPq+aF+gdiM97l+SIa/rQonMkY+oVli8q9Ykhj6YRvvWcHFuhL72Hcyw=',
};

describe('decrypting a resource', () => {
  it('opens the known vector', () => expect(decryptResource(vector, [apiV3Key])).to.equal(plain));

  it('refuses every single flipped bit, of the text and of the tag', () => {
    const bits = Buffer.from(vector.ciphertext, 'base64').length * 8;
    for (let bit = 0; bit < bits; bit += 1) {
      const altered = { ...vector, ciphertext: flipBit(vector.ciphertext, bit) };
      expect(decryptResource(altered, [apiV3Key]), `bit ${bit}`).to.equal(undefined);
    }
  });

  it('refuses other associated data', () => {
    expect(decryptResource({ ...vector, associated_data: 'refund' }, [apiV3Key])).to.equal(undefined);
    expect(decryptResource({ ...vector, associated_data: null }, [apiV3Key])).to.equal(undefined);
  });

  it('refuses a wrong key', () => expect(decryptResource(vector, [olderApiV3Key])).to.equal(undefined));

  it('refuses a truncated tag', () => {
    const shorter = Buffer.from(vector.ciphertext, 'base64').subarray(0, -4).toString('base64');
    expect(decryptResource({ ...vector, ciphertext: shorter }, [apiV3Key])).to.equal(undefined);
    expect(decryptResource({ ...vector, ciphertext: '' }, [apiV3Key])).to.equal(undefined);
  });

  it('refuses a nonce that has not twelve bytes', () => {
    for (const nonce of ['', 'short', 'pJzPEVj3TKtN+']) {
      expect(decryptResource({ ...vector, nonce }, [apiV3Key])).to.equal(undefined);
    }
  });

  it('opens with either key during a rotation', () => {
    const keys = [apiV3Key, olderApiV3Key];
    for (const key of keys) expect(decryptResource(sealResource(plain, { key }), keys)).to.equal(plain);
  });

  it('opens a resource without associated data', () => {
    const { ciphertext, nonce } = sealResource(plain, { associatedData: '' });
    expect(decryptResource({ ciphertext, nonce }, [apiV3Key])).to.equal(plain);
  });
});
