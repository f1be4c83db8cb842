import { expect } from 'chai';
import { toTaxpayerNumber } from '../../../src/domain/ordering/invoice-taxpayer-number.ts';

/** As the register of companies publishes them. */
const REAL = ['914403001922038216', '9144030071526726XG', '91330100799655058B', '91110000802100433B'];

describe('a taxpayer number', () => {
  for (const number of REAL) {
    it(`of 18 characters with the right check character is one: ${number}`, () => {
      expect(toTaxpayerNumber(number)).to.equal(number);
    });

    it(`is none after any single character of ${number} was mistyped`, () => {
      for (let place = 0; place < 18; place++) {
        const [before, right, after] = [number.slice(0, place), number[place], number.slice(place + 1)];
        const wrong = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((character) => character !== right);
        for (const character of wrong) expect(toTaxpayerNumber(before + character + after)).to.equal(null);
      }
    });

    it(`is none after two neighbours of ${number} were swapped`, () => {
      for (let place = 0; place < 17; place++) {
        const swapped = [...number];
        [swapped[place], swapped[place + 1]] = [swapped[place + 1] as string, swapped[place] as string];
        if (swapped.join('') !== number) expect(toTaxpayerNumber(swapped.join(''))).to.equal(null);
      }
    });
  }

  it('is taken as people write it: with blanks, in small letters', () => {
    expect(toTaxpayerNumber(' 91440300 7152\t6726xg ')).to.equal('9144030071526726XG');
  });

  for (const older of [
    '440301192203821',
    '44030119220382X1',
    'ABCDEFGHIJ1234567',
    '4403011922038210000',
    '1'.repeat(20),
  ]) {
    it(`of ${older.length} characters has no check character: ${older}`, () => {
      expect(toTaxpayerNumber(older)).to.equal(older);
    });
  }

  const none = [
    '',
    '1'.repeat(14),
    '1'.repeat(21),
    '4403011922-38210',
    '税号440301192203821',
    '0'.repeat(18),
    'I'.repeat(18),
  ];
  for (const text of none) {
    it(`is not '${text}'`, () => {
      expect(toTaxpayerNumber(text)).to.equal(null);
    });
  }
});
