import { expect } from 'chai';
import fc from 'fast-check';
import type { RawNotification } from '../../../../src/domain/ordering/payment-gateway.ts';
import { aReader } from '../support/gateway.ts';
import { aNotification, signedBody } from '../support/notifications.ts';

const reader = aReader();
const headerNames = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial'];
const genuine = aNotification();

const kindOf = (raw: RawNotification) => reader(raw).kind;

// Anyone on the Internet can post to the notification address.
describe('a hostile notification', () => {
  it('of random headers and bytes is refused and never thrown on', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant(undefined),
      fc.anything() as fc.Arbitrary<string>,
    );
    const headers = fc.record(Object.fromEntries(headerNames.map((name) => [name, value])));
    const hostile = fc.record({ headers, body: fc.uint8Array({ maxLength: 2000 }) });
    fc.assert(fc.property(hostile, (raw) => kindOf(raw) === 'refused'));
  });

  it('with genuine headers and a changed body is refused', () => {
    const length = genuine.body.byteLength;
    fc.assert(
      fc.property(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const body = Uint8Array.from(genuine.body);
        body[index] = (body[index] ?? 0) ^ mask;
        expect(kindOf({ ...genuine, body })).to.equal('refused');
      }),
    );
  });

  it('with a genuine body and a changed header is refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...headerNames), fc.string(), (name, value) => {
        fc.pre(value !== genuine.headers[name]);
        const headers = { ...genuine.headers, [name]: value };
        expect(kindOf({ ...genuine, headers })).to.equal('refused');
      }),
    );
  });

  it('with a header that came twice is refused', () => {
    for (const name of headerNames) {
      const twice = [genuine.headers[name], genuine.headers[name]] as unknown as string;
      expect(kindOf({ ...genuine, headers: { ...genuine.headers, [name]: twice } })).to.equal('refused');
    }
  });

  it('that is signed, yet any JSON at all, is refused', () => {
    fc.assert(
      fc.property(fc.json(), (text) => kindOf(signedBody(text)) === 'refused'),
      { numRuns: 50 },
    );
  });

  it('that is signed and sealed, yet holds any JSON at all, is never thrown on', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('TRANSACTION.SUCCESS', 'OTHER'), (content, eventType) => {
        const expected = eventType === 'OTHER' ? 'other' : 'refused';
        expect(kindOf(aNotification({ content, eventType }))).to.equal(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('that is signed and has resources of any shape is never thrown on', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.string(), (resource, ciphertext, nonce) => {
        expect(kindOf(aNotification({ alterResource: () => resource }))).to.equal('refused');
        expect(kindOf(aNotification({ alterResource: (r) => ({ ...r, ciphertext, nonce }) }))).to.equal('refused');
      }),
      { numRuns: 50 },
    );
  });

  it('of deeply nested JSON is refused', () => {
    expect(kindOf(signedBody('['.repeat(60_000)))).to.equal('refused');
    expect(kindOf(signedBody(`${'['.repeat(30_000)}${']'.repeat(30_000)}`))).to.equal('refused');
  });
});
