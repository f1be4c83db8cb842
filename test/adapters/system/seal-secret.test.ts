import { expect } from 'chai';
import { sealUnder } from '../../../src/adapters/system/seal-secret.ts';
import type { SealedText } from '../../../src/domain/shared/sealed-text.ts';

const SECRET = 'FUJPVE9opnEevvjQ+oBN1Q==';
const seal = sealUnder('5f3a9c1be0d94e7788aa00112233ffee');

describe('a sealed secret', () => {
  it('comes back for what it was sealed for', () => {
    expect(seal.open(seal.seal(SECRET, 'wx1 o-1'), 'wx1 o-1')).to.equal(SECRET);
    expect(seal.open(seal.seal('', ''), '')).to.equal('');
    expect(seal.open(seal.seal('密钥🐴', 'x'), 'x')).to.equal('密钥🐴');
  });

  it('opens in another process that has the same root', () => {
    const other = sealUnder('5f3a9c1be0d94e7788aa00112233ffee');
    expect(other.open(seal.seal(SECRET, 'wx1 o-1'), 'wx1 o-1')).to.equal(SECRET);
  });

  it('is another text each time, and never shows the secret or the context', () => {
    const texts = Array.from({ length: 20 }, () => seal.seal(SECRET, 'wx1 o-1'));
    expect(new Set(texts).size).to.equal(20);
    for (const text of texts) expect(text).to.match(/^1\.[\w-]+$/);
  });

  it('does not open for anybody else, nor under another root', () => {
    const sealed = seal.seal(SECRET, 'wx1 o-1');
    expect(seal.open(sealed, 'wx1 o-2')).to.equal(null);
    expect(sealUnder('another').open(sealed, 'wx1 o-1')).to.equal(null);
  });

  it('does not open once a bit of it has been changed', () => {
    const bytes = Buffer.from(seal.seal(SECRET, 'x').slice(2), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(seal.open(`1.${changed.toString('base64url')}` as SealedText, 'x'), String(at)).to.equal(null);
    }
  });

  for (const text of ['', '1.', '1.AAAA', '2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', SECRET]) {
    it(`is not "${text}"`, () => {
      expect(seal.open(text as SealedText, 'x')).to.equal(null);
    });
  }
});
