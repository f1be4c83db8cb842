import { expect } from 'chai';
import { addressGuard, isPublic } from '../../../src/adapters/http/webhooks/address-guard.ts';
import type { Network } from '../../../src/domain/keyvault/network.ts';

const judge = async (url: string, addresses: readonly string[], networks: readonly string[] = []) => {
  const judgement = await addressGuard(networks as Network[], async () => addresses)(new URL(url));
  return judgement.kind === 'open' ? judgement.addresses.map(({ address }) => address) : judgement.reason;
};
const NAME = 'https://product.example/';

describe('the addresses that webhooks may go to', () => {
  const publics = [
    '8.8.8.8',
    '1.1.1.1',
    '203.0.114.1',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '2606:4700:4700::1111',
  ];
  for (const address of publics) {
    it(`are those of the internet, such as ${address}`, async () => {
      expect(isPublic(address)).to.equal(true);
      expect(await judge(NAME, [address])).to.deep.equal([address]);
    });
  }

  const others: Readonly<Record<string, string>> = {
    '127.0.0.1': 'this machine',
    '127.255.255.254': 'this machine',
    '0.0.0.0': 'this machine',
    '0.1.2.3': 'this network',
    '10.0.0.1': 'private',
    '172.16.0.1': 'private',
    '172.31.255.255': 'private',
    '192.168.1.1': 'private',
    '100.64.0.1': 'behind a carrier',
    '100.127.255.255': 'behind a carrier',
    '169.254.169.254': 'metadata of a cloud',
    '192.0.0.1': 'of protocols',
    '192.0.2.1': 'for documentation',
    '198.51.100.1': 'for documentation',
    '203.0.113.1': 'for documentation',
    '198.18.0.1': 'for benchmarks',
    '224.0.0.1': 'multicast',
    '240.0.0.1': 'reserved',
    '255.255.255.255': 'broadcast',
    '::': 'none',
    '::1': 'this machine',
    'fe80::1': 'of a link',
    'fec0::1': 'of a site',
    'fc00::1': 'private',
    'fd12:3456:789a::1': 'private',
    'ff02::1': 'multicast',
    '2001:db8::1': 'for documentation',
    '100::1': 'to be discarded',
    '::ffff:127.0.0.1': 'this machine, mapped',
    '::ffff:10.0.0.1': 'private, mapped',
    '::127.0.0.1': 'this machine, in an old form',
    '64:ff9b::7f00:1': 'this machine, by NAT64',
    '64:ff9b:1::a00:1': 'private, by a local NAT64',
    '2002:7f00:1::1': 'this machine, by 6to4',
    '2002:a00:1::1': 'private, by 6to4',
    '2001:0:4136:e378:8000:63bf:80ff:fffe': 'this machine, by Teredo',
    '192.88.99.1': 'the relay of 6to4',
    '192.31.196.1': 'of AS112',
    '192.52.193.1': 'of multicast relays',
    '3fff::1': 'for documentation',
    '5f00::1': 'of segment routing',
    '2001:2::1': 'for benchmarks',
    '2001:20::1': 'of ORCHIDs',
    '::ffff:0:127.0.0.1': 'this machine, translated',
    '4000::1': 'not given out yet',
    'no address': 'nothing',
  };
  for (const [address, what] of Object.entries(others)) {
    it(`are not ${address} (${what})`, async () => {
      expect(isPublic(address)).to.equal(false);
      expect(await judge(NAME, [address])).to.equal('address_not_public');
    });
  }

  it('are all of a name, or none', async () => {
    expect(await judge(NAME, ['8.8.8.8', '2606:4700::1'])).to.deep.equal(['8.8.8.8', '2606:4700::1']);
    expect(await judge(NAME, ['8.8.8.8', '10.0.0.1'])).to.equal('address_not_public');
    expect(await judge(NAME, ['8.8.8.8', '::1'])).to.equal('address_not_public');
  });

  it('are none where the name leads nowhere', async () => {
    expect(await judge(NAME, [])).to.equal('unresolved');
    const failing = addressGuard([], () => Promise.reject(new Error('ENOTFOUND')));
    expect(await failing(new URL(NAME))).to.deep.equal({ kind: 'refused', reason: 'unresolved' });
  });

  it('are those of a private network that was named, and of no other', async () => {
    expect(await judge(NAME, ['10.1.2.3'], ['10.0.0.0/8'])).to.deep.equal(['10.1.2.3']);
    expect(await judge(NAME, ['8.8.8.8', '10.1.2.3'], ['10.0.0.0/8'])).to.deep.equal(['8.8.8.8', '10.1.2.3']);
    expect(await judge(NAME, ['::ffff:10.1.2.3'], ['10.0.0.0/8'])).to.deep.equal(['10.1.2.3']);
    expect(await judge(NAME, ['fd00::1'], ['fd00::/8'])).to.deep.equal(['fd00::1']);
    expect(await judge(NAME, ['192.168.0.1'], ['10.0.0.0/8'])).to.equal('address_not_public');
  });

  it('have to be in such a network where the address is one of a local network', async () => {
    for (const url of ['http://product.example/', 'http://receiver/', 'https://receiver/', 'https://nas.local/']) {
      expect(await judge(url, ['10.1.2.3'], ['10.0.0.0/8']), url).to.deep.equal(['10.1.2.3']);
      expect(await judge(url, ['8.8.8.8'], ['10.0.0.0/8']), url).to.equal('address_not_public');
    }
  });

  it('are asked of nobody where they stand in the URL', async () => {
    const guard = addressGuard(['127.0.0.0/8', '::1/128'] as Network[], () => expect.fail('somebody was asked'));
    for (const [url, address, family] of [
      ['http://127.0.0.1:8080/', '127.0.0.1', 4],
      ['http://0x7f000001:8080/', '127.0.0.1', 4],
      ['http://[::1]:8080/', '::1', 6],
      ['http://[::ffff:127.0.0.1]:8080/', '127.0.0.1', 4],
    ] as const) {
      expect(await guard(new URL(url)), url).to.deep.equal({ kind: 'open', addresses: [{ address, family }] });
    }
    expect(await guard(new URL('https://10.0.0.1/'))).to.deep.equal({ kind: 'refused', reason: 'address_not_public' });
  });

  const NOTATIONS: Readonly<Record<string, string>> = {
    octal: '0177.0.0.1',
    'octal, as one number': '017700000001',
    decimal: '2130706433',
    hexadecimal: '0x7f.1',
    'two numbers': '127.1',
    'three numbers': '127.0.1',
    'one zero': '0',
    'with a dot at its end': '127.0.0.1.',
    'circled digits': '①②⑦.0.0.1',
    'full-width digits': '１２７.０.０.１',
    'ideographic dots': '127。0。0。1',
    'encoded digits': '%31%32%37.0.0.1',
    mapped: '[::ffff:7f00:1]',
    translated: '[::ffff:0:7f00:1]',
    compatible: '[::7f00:1]',
    'by NAT64': '[64:ff9b::a9fe:a9fe]',
    'by 6to4': '[2002:a9fe:a9fe::]',
    unspecified: '[::]',
  };
  for (const [how, host] of Object.entries(NOTATIONS)) {
    it(`are not this machine, nor the metadata of a cloud, however they are written: ${how}`, async () => {
      const guard = addressGuard([], () => expect.fail('somebody was asked'));
      expect(await guard(new URL(`https://${host}/`))).to.deep.equal({ kind: 'refused', reason: 'address_not_public' });
    });
  }
});
