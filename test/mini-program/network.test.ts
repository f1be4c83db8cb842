import { expect } from 'chai';
import fc from 'fast-check';
import { isNetwork } from '../../miniprogram/app/shared/network.ts';
import { parseNetwork } from '../../src/domain/keyvault/network.ts';

describe('an address or a range in the mini-program', () => {
  for (const text of ['203.0.113.7', '10.1.0.0/16', '0.0.0.0/0', '2001:db8::/32', '::1', '::ffff:10.1.0.0/16']) {
    it(`${text} is one`, () => expect(isNetwork(text)).to.equal(true));
  }
  for (const text of [
    '',
    '10.1.0.1/16',
    '10.1.0.0/33',
    '256.1.1.1',
    '01.2.3.4',
    '10.1.0',
    '1.2.3.4/',
    'office',
    '1::2::3',
  ]) {
    it(`${text || 'nothing'} is none`, () => expect(isNetwork(text)).to.equal(false));
  }

  it('is what the server takes', () => {
    const v4 = fc
      .array(fc.integer({ min: 0, max: 260 }), { minLength: 4, maxLength: 4 })
      .map((parts) => parts.join('.'));
    const group = fc.oneof(
      fc.constant('0'),
      fc.constant(''),
      fc.constant('ffff'),
      fc.integer({ max: 70_000, min: 0 }).map((n) => n.toString(16)),
    );
    const v6 = fc.array(group, { minLength: 1, maxLength: 9 }).map((groups) => groups.join(':'));
    const mapped = v4.map((address) => `::ffff:${address}`);
    const address = fc.oneof(v4, v6, mapped, fc.ipV4(), fc.ipV6());
    const length = fc.oneof(
      fc.constant(''),
      fc.integer({ min: 0, max: 130 }).map((bits) => `/${bits}`),
    );
    const text = fc.tuple(address, length).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (each) => isNetwork(each) === (parseNetwork(each) !== null)),
      { numRuns: 5_000 },
    );
  });
});
