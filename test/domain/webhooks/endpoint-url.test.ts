import { expect } from 'chai';
import {
  isLocalUrl,
  LONGEST_ENDPOINT_URL,
  refuseUrl,
  type UrlRefusal,
} from '../../../src/domain/webhooks/endpoint-url.ts';

const PUBLIC = { hasPrivateNetworks: false };
const NAMED = { hasPrivateNetworks: true };

describe('the address of an endpoint', () => {
  const good = [
    'https://product.example/webhooks',
    'https://product.example',
    'https://product.example:443/x',
    'https://product.example:1024/x?tenant=7',
    'https://a.b.c.product.example:8443/',
    'https://xn--r8jz45g.example/x',
  ];
  for (const url of good) {
    it(`may be ${url}`, () => expect(refuseUrl(url, PUBLIC)).to.equal(null));
  }

  const bad: readonly (readonly [string, UrlRefusal])[] = [
    ['', 'not_an_address'],
    ['product.example', 'not_an_address'],
    ['https://', 'not_an_address'],
    ['https://product.example/#x', 'not_an_address'],
    ['https://product.example/#', 'not_an_address'],
    ['https://product.example/a b', 'not_an_address'],
    ['https://product.example/\r\nX: y', 'not_an_address'],
    ['https://product.example/海马', 'not_an_address'],
    [`https://product.example/${'x'.repeat(LONGEST_ENDPOINT_URL)}`, 'not_an_address'],
    ['http://product.example/', 'not_https'],
    ['ftp://product.example/', 'not_https'],
    ['file:///etc/passwd', 'not_https'],
    ['javascript:alert(1)', 'not_https'],
    ['https://user@product.example/', 'user_in_address'],
    ['https://user:password@product.example/', 'user_in_address'],
    ['https://product.example:22/', 'port_not_allowed'],
    ['https://product.example:80/', 'port_not_allowed'],
    ['https://product.example:1023/', 'port_not_allowed'],
    ['https://127.0.0.1/', 'local_name'],
    ['https://8.8.8.8/', 'local_name'],
    ['https://0x7f.1/', 'local_name'],
    ['https://2130706433/', 'local_name'],
    ['https://017700000001/', 'local_name'],
    ['https://[::1]/', 'local_name'],
    ['https://[2606:4700::1111]/', 'local_name'],
    ['https://localhost/', 'local_name'],
    ['https://localhost./', 'local_name'],
    ['https://printer/', 'local_name'],
    ['https://printer.local/', 'local_name'],
    ['https://metadata.google.internal/', 'local_name'],
  ];
  for (const [url, reason] of bad) {
    it(`may not be ${JSON.stringify(url.slice(0, 60))}: ${reason}`, () => {
      expect(refuseUrl(url, PUBLIC)).to.equal(reason);
    });
  }

  it('may be in a private network where the operator has named one; the addresses decide then', () => {
    for (const url of [
      'http://127.0.0.1:8080/',
      'http://receiver:3000/x',
      'https://[::1]:8443/',
      'https://nas.local/',
    ]) {
      expect(refuseUrl(url, NAMED), url).to.equal(null);
      expect(isLocalUrl(new URL(url)), url).to.equal(true);
    }
    expect(isLocalUrl(new URL('https://product.example/'))).to.equal(false);
  });

  it('is held to everything else there, too', () => {
    const others = ['http://u@10.0.0.1/', 'http://10.0.0.1:22/', 'ftp://10.0.0.1/', 'http://10.0.0.1/#'];
    expect(others.map((url) => refuseUrl(url, NAMED))).to.deep.equal([
      ...['user_in_address', 'port_not_allowed', 'not_https', 'not_an_address'],
    ]);
  });
});
