import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { crc32 } from '../../../src/domain/shared/crc32.ts';

describe('CRC-32', () => {
  it('has the check value of the standard', () => {
    expect(crc32('123456789').toString(16)).to.equal('cbf43926');
    expect(crc32('')).to.equal(0);
  });

  it('agrees with zlib on every ASCII text', () => {
    const ascii = fc.string({ unit: 'binary-ascii' });
    fc.assert(fc.property(ascii, (text) => crc32(text) === zlibCrc32(text)));
  });
});
