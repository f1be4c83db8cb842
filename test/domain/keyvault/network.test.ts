import { expect } from 'chai';
import fc from 'fast-check';
import {
  blockOf,
  contains,
  type IpAddress,
  isIpAddress,
  type Network,
  parseNetwork,
  plain,
} from '../../../src/domain/keyvault/network.ts';

const isIn = (address: string, network: string): boolean => contains(network as Network, address as IpAddress);

describe('an address', () => {
  const good: Readonly<Record<string, string>> = {
    '0.0.0.0': '0.0.0.0',
    '255.255.255.255': '255.255.255.255',
    '10.1.2.30': '10.1.2.30',
    '199.200.249.250': '199.200.249.250',
    '::': '::',
    '::1': '::1',
    '1::': '1::',
    '2001:db8::1': '2001:db8::1',
    '2001:DB8::ABCD': '2001:db8::abcd',
    '2001:0db8:0000:0000:0000:0000:0000:0001': '2001:db8::1',
    '1:2:3:4:5:6:7:8': '1:2:3:4:5:6:7:8',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff': 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '1:0:3:4:5:6:7:8': '1:0:3:4:5:6:7:8',
    '1::3:4:5:6:7:8': '1:0:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::': '1:2:3:4:5:6:7:0',
    '::2:3:4:5:6:7:8': '0:2:3:4:5:6:7:8',
    '1:0:0:4:0:0:0:8': '1:0:0:4::8',
    '1:0:0:4:5:0:0:8': '1::4:5:0:0:8',
    '0:0:3:4:5:6:0:0': '::3:4:5:6:0:0',
    '1:0:3:4:5:6:0:0': '1:0:3:4:5:6::',
    '::ffff:10.1.2.3': '10.1.2.3',
    '::FFFF:10.1.2.3': '10.1.2.3',
    '::ffff:a01:203': '10.1.2.3',
    '0:0:0:0:0:ffff:10.1.2.3': '10.1.2.3',
    '::ffff:0.0.0.0': '0.0.0.0',
    '::fffe:10.1.2.3': '::fffe:a01:203',
    '1::ffff:10.1.2.3': '1::ffff:a01:203',
    '64:ff9b::10.1.2.3': '64:ff9b::a01:203',
    '1:2:3:4:5:6:7.8.9.10': '1:2:3:4:5:6:708:90a',
  };
  for (const [text, canonical] of Object.entries(good)) {
    it(`${text} is ${canonical}`, () => {
      expect(isIpAddress(text)).to.equal(true);
      expect(plain(text)).to.equal(canonical);
      expect(plain(canonical)).to.equal(canonical);
    });
  }

  const malformed = [
    ...['', ' ', '10', '10.1.2', '10.1.2.3.4', '10.1.2.', '.1.2.3', '10..2.3', '256.1.2.3', '10.1.2.256', '1000.1.2.3'],
    ...[
      '010.1.2.3',
      '00.1.2.3',
      '10.1.2.03',
      '-1.1.2.3',
      '+1.1.2.3',
      '0x1.1.2.3',
      '10.1.2.3 ',
      ' 10.1.2.3',
      '10.1.2.3\n',
    ],
    ...['10.1.2.x', '１０.1.2.3', '10,1,2,3', 'localhost', '10.1.2.3/32', '::1/128'],
    ...[
      ':',
      ':::',
      '::::',
      '1::2::3',
      ':1',
      '1:',
      ':1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
    ],
    ...['::1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8::', '1:2:3:4::5:6:7:8', '12345::', 'g::', '::-1', ':: 1', ' ::1', '::1 '],
    ...['fe80::1%eth0', '[::1]', '::ffff:10.1.2', '::ffff:10.1.2.256', '::ffff:010.1.2.3', '1:2:3:4:5:6:7:10.1.2.3'],
    ...[
      '1.2.3.4::',
      '1.2.3.4::1',
      '1:1.2.3.4::1',
      '::1.2.3.4:1',
      '1.2.3.4:1:2:3:4:5:6',
      '::1.2.3.4:5.6.7.8',
      '1:2:3:4:5:1.2.3.4',
    ],
  ];
  for (const text of malformed) {
    it(`is none: ${JSON.stringify(text)}`, () => {
      expect(isIpAddress(text)).to.equal(false);
      expect(plain(text), 'left as it is').to.equal(text);
    });
  }
});

describe('a network', () => {
  const good: Readonly<Record<string, string>> = {
    '10.0.0.0/8': '10.0.0.0/8',
    '10.1.2.3': '10.1.2.3/32',
    '10.1.2.3/32': '10.1.2.3/32',
    '10.1.2.2/31': '10.1.2.2/31',
    '0.0.0.0/0': '0.0.0.0/0',
    '128.0.0.0/1': '128.0.0.0/1',
    '10.0.0.0/08': '10.0.0.0/8',
    '::/0': '::/0',
    '::1': '::1/128',
    '8000::/1': '8000::/1',
    '2001:DB8:0:0::/32': '2001:db8::/32',
    '2001:db8:0:0:1::/80': '2001:db8:0:0:1::/80',
    '2001:db8::1/128': '2001:db8::1/128',
    '::ffff:10.0.0.0/8': '10.0.0.0/8',
    '::ffff:10.1.2.3': '10.1.2.3/32',
    '::1.2.0.0/112': '::102:0/112',
  };
  for (const [text, canonical] of Object.entries(good)) {
    it(`${text} is ${canonical}`, () => {
      expect(parseNetwork(text)).to.equal(canonical);
      expect(parseNetwork(canonical)).to.equal(canonical);
    });
  }

  const malformed = [
    ...[
      '',
      '/',
      '/8',
      '10.0.0.0/',
      '10.0.0.0/33',
      '10.0.0.0/128',
      '10.0.0.0/-1',
      '10.0.0.0/+8',
      '10.0.0.0/8.0',
      '10.0.0.0/8 ',
    ],
    ...[
      '10.0.0.0/ 8',
      '10.0.0.0/8/8',
      '10.0.0.0/8/',
      '10.0.0.0/0008',
      '10.0.0.0/1e1',
      '10.0.0.0/255.0.0.0',
      '10.0.0/8',
      '10/8',
    ],
    ...['::/129', '::/1000', '::/', 'x/8', '::ffff:10.0.0.0/104', 'fe80::%1/64'],
  ];
  for (const text of malformed) {
    it(`is none: ${JSON.stringify(text)}`, () => expect(parseNetwork(text)).to.equal(null));
  }

  for (const text of ['10.0.0.1/8', '10.1.2.3/31', '0.0.0.1/0', '128.0.0.0/0', '::1/127', '2001:db8::1/64', '::1/0']) {
    it(`has no bits beyond its prefix, as ${text} has`, () => expect(parseNetwork(text)).to.equal(null));
  }

  const within: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      '10.1.0.0/16',
      ['10.1.0.0', '10.1.255.255', '::ffff:10.1.2.3', '::ffff:a01:203'],
      ['10.0.255.255', '10.2.0.0', '11.1.0.0'],
    ],
    ['10.1.2.3/32', ['10.1.2.3'], ['10.1.2.2', '10.1.2.4', '::10.1.2.3']],
    ['10.1.2.2/31', ['10.1.2.2', '10.1.2.3'], ['10.1.2.1', '10.1.2.4']],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255', '::ffff:1.2.3.4'], ['::', '::1', '2001:db8::1']],
    ['128.0.0.0/1', ['128.0.0.0', '255.0.0.0'], ['127.255.255.255']],
    ['::/0', ['::', '::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], ['0.0.0.0', '::ffff:1.2.3.4']],
    ['::/96', ['::1.2.3.4'], ['1.2.3.4', '::1:0:0']],
    ['2001:db8::/32', ['2001:db8::', '2001:DB8:ffff:ffff:ffff:ffff:ffff:ffff'], ['2001:db7:ffff::', '2001:db9::']],
    ['2001:db8::1/128', ['2001:db8::1', '2001:db8:0:0::0:1'], ['2001:db8::', '2001:db8::2']],
    ['2001:db8::2/127', ['2001:db8::2', '2001:db8::3'], ['2001:db8::1', '2001:db8::4']],
  ];
  for (const [network, inside, outside] of within) {
    it(`${network} contains what is in it, and nothing beside`, () => {
      for (const address of inside) expect(isIn(address, network), address).to.equal(true);
      for (const address of outside) expect(isIn(address, network), address).to.equal(false);
    });
  }

  it('contains nothing where one of the two is malformed', () => {
    expect(isIn('mistyped', '0.0.0.0/0')).to.equal(false);
    expect(isIn('10.1.2.3', 'mistyped/0')).to.equal(false);
    expect(isIn('mistyped', 'mistyped')).to.equal(false);
  });

  it('of any IPv4 address and prefix contains exactly the addresses that share the prefix', () => {
    const anyV4 = fc.array(fc.nat({ max: 255 }), { minLength: 4, maxLength: 4 });
    const binary = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
    fc.assert(
      fc.property(anyV4, fc.nat({ max: 32 }), fc.nat({ max: 31 }), (bytes, prefix, bit) => {
        const base = binary(bytes).slice(0, prefix).padEnd(32, '0');
        const network = (base.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)).join('.');
        expect(parseNetwork(`${network}/${prefix}`)).to.equal(`${network}/${prefix}`);
        expect(isIn(bytes.join('.'), `${network}/${prefix}`)).to.equal(true);
        const other = bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (128 >> (bit & 7)) : byte));
        expect(isIn(other.join('.'), `${network}/${prefix}`)).to.equal(bit >= prefix);
      }),
    );
  });

  it('reads any way of writing an IPv6 address as the same address', () => {
    const anyGroups = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 65_535 })), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(anyGroups, (groups) => {
        fc.pre(groups.slice(0, 5).some((group) => group > 0));
        const long = groups.map((group) => group.toString(16).padStart(4, '0').toUpperCase()).join(':');
        const short = new URL(`http://[${long}]/`).hostname.slice(1, -1);
        expect(plain(long)).to.equal(short);
        expect(plain(short)).to.equal(short);
        expect(isIn(long, `${short}/128`)).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the block of an address', () => {
  const blocks: Readonly<Record<string, string>> = {
    '203.0.113.7': '203.0.113.7/32',
    '::ffff:203.0.113.7': '203.0.113.7/32',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:db8:1:2::': '2001:db8:1:2::/64',
    '::1': '::/64',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff': 'ffff:ffff:ffff:ffff::/64',
  };
  for (const [address, block] of Object.entries(blocks)) {
    it(`of ${address} is ${block}`, () => {
      expect(blockOf(address as IpAddress)).to.equal(block);
      expect(parseNetwork(block)).to.equal(block);
      expect(isIn(address, block)).to.equal(true);
    });
  }
});
