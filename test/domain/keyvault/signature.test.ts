import { expect } from 'chai';
import { isTimely, signedText } from '../../../src/domain/keyvault/signature.ts';
import { msAfter } from '../../support/instants.ts';

describe('what is signed of a request', () => {
  it('is a text of six lines, in which nothing is left out', () => {
    const bodyDigest = '26433de08f651b3ab0940b9bacceb1bf7b4818efa40e979e9da283cb28485f64';
    const request = {
      timestamp: '1768449600',
      method: 'POST',
      target: '/internal/v1/usage?a=b',
      idempotencyKey: 'call-1',
    };
    const text = signedText({ ...request, bodyDigest });
    expect(text).to.equal(`v1\n1768449600\nPOST\n/internal/v1/usage?a=b\ncall-1\n${bodyDigest}`);
  });

  it('has an empty line for a missing idempotency key', () => {
    const text = signedText({ timestamp: '1', method: 'GET', target: '/', idempotencyKey: '', bodyDigest: 'e3' });
    expect(text).to.equal('v1\n1\nGET\n/\n\ne3');
  });
});

describe('a signature', () => {
  const now = new Date(1_768_449_600_000);
  const at = (seconds: number): string => String(1_768_449_600 + seconds);

  it('holds for 300 seconds before and after, and no millisecond longer', () => {
    expect([-300, 0, 300].map((seconds) => isTimely(at(seconds), now))).to.deep.equal([true, true, true]);
    expect([-301, 301].map((seconds) => isTimely(at(seconds), now))).to.deep.equal([false, false]);
    expect(isTimely(at(-300), msAfter(now, 1))).to.equal(false);
    expect(isTimely(at(300), msAfter(now, -1))).to.equal(false);
  });

  for (const timestamp of ['', '1e9', '-1', ' 1768449600', '1768449600.0', '0x69687a80', '9'.repeat(13), 'now']) {
    it(`is not timely at "${timestamp}"`, () => expect(isTimely(timestamp, now)).to.equal(false));
  }
});
