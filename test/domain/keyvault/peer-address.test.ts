import { expect } from 'chai';
import type { Network } from '../../../src/domain/keyvault/network.ts';
import { peerAddress } from '../../../src/domain/keyvault/peer-address.ts';

describe('the address of a peer', () => {
  const OURS = ['10.0.0.0/8', '2001:db8::/32'] as Network[];
  const cases: readonly (readonly [
    what: string,
    connection: string | undefined,
    forwarded: string | undefined,
    is: string | null,
  ])[] = [
    ['is the other end of the connection', '203.0.113.7', undefined, '203.0.113.7'],
    ['is IPv4 where it is dressed as IPv6', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
    ['is nobody’s where the connection is gone', undefined, undefined, null],
    ['is not what an untrusted peer claims', '203.0.113.7', '10.1.1.1', '203.0.113.7'],
    ['is not what an untrusted peer claims, however long the chain', '203.0.113.7', '1.1.1.1, 10.1.1.1', '203.0.113.7'],
    ['is what a proxy of ours says', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['is what a proxy of ours says that is dressed as IPv6', '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['is the last that is none of ours', '10.0.0.1', '203.0.113.7,10.0.0.2 , 10.0.0.3', '203.0.113.7'],
    ['is not what stands before that', '10.0.0.1', '192.168.1.1, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['is not what stands before that, be it ours', '10.0.0.1', '10.9.9.9, 203.0.113.7', '203.0.113.7'],
    ['is not what stands before that, be it no address', '10.0.0.1', 'x, , 203.0.113.7', '203.0.113.7'],
    ['is IPv6 where it is that', '2001:db8::1', '2001:DB9::7', '2001:db9::7'],
    ['is the first of ours where all are', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['is the proxy itself where it speaks for nobody', '10.0.0.1', undefined, '10.0.0.1'],
    ['is nobody’s where a proxy of ours says nothing', '10.0.0.1', '', null],
    ['is nobody’s where a proxy of ours says what is no address', '10.0.0.1', '203.0.113.7, unknown', null],
    ['is nobody’s where a port hangs on it', '10.0.0.1', '203.0.113.7:443', null],
  ];
  for (const [what, connection, forwarded, is] of cases) {
    it(what, () => expect(peerAddress(connection, forwarded, OURS)).to.equal(is));
  }

  it('is the other end of the connection where no proxy is ours', () => {
    expect(peerAddress('10.0.0.1', '203.0.113.7', [])).to.equal('10.0.0.1');
  });
});
