import { expect } from 'chai';
import { mayReturnTo, parseReturnOrigin, type ReturnOrigin } from '../../../src/domain/keyvault/return-origin.ts';

describe('the origin that users are sent back to', () => {
  for (const [text, origin] of [
    ['https://shop.example.com', 'https://shop.example.com'],
    ['https://shop.example.com/', 'https://shop.example.com'],
    ['HTTPS://Shop.Example.com:443', 'https://shop.example.com'],
    ['https://shop.example.com:8443', 'https://shop.example.com:8443'],
    ['https://例子.中国', 'https://xn--fsqu00a.xn--fiqs8s'],
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ] as const) {
    it(`is ${origin} of ${text}`, () => {
      expect(parseReturnOrigin(text)).to.equal(origin);
    });
  }

  for (const text of [
    ...['', 'shop.example.com', '//shop.example.com', 'https://', 'http://shop.example.com', 'ftp://localhost'],
    ...[
      'https://shop.example.com/paid',
      'https://shop.example.com?',
      'https://shop.example.com#',
      'https://a@b.example',
      'https://:a@b.example',
    ],
    ...['javascript:alert(1)', 'http://localhost.evil.example', 'https://*.example.com/*'],
  ]) {
    it(`is none of ${JSON.stringify(text)}`, () => {
      expect(parseReturnOrigin(text)).to.equal(null);
    });
  }
});

describe('a way back', () => {
  const origins = ['https://shop.example.com', 'http://localhost:5173'] as ReturnOrigin[];

  for (const text of ['https://shop.example.com/paid?a=1#b', 'https://SHOP.example.com', 'http://localhost:5173/']) {
    it(`may be ${text}`, () => {
      expect(mayReturnTo(origins, text)).to.equal(true);
    });
  }

  for (const text of [
    ...['https://shop.example.com.evil.example/', 'https://evil.example/https://shop.example.com', 'paid', ''],
    ...[
      'http://shop.example.com/',
      'https://shop.example.com:8443/',
      'http://localhost/',
      'https://a:b@shop.example.com/',
    ],
    'javascript:alert(1)',
  ]) {
    it(`may not be ${JSON.stringify(text)}`, () => {
      expect(mayReturnTo(origins, text)).to.equal(false);
    });
  }
});
