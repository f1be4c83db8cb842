import { expect } from 'chai';
import {
  readHttpsUrl,
  readInvoiceId,
  readInvoiceNumber,
  readLimit,
  readReason,
} from '../../src/cli/commands/invoice-options.ts';
import { asYuan, readYuan } from '../../src/cli/commands/yuan.ts';
import { fen } from '../../src/domain/shared/fen.ts';

type Case = readonly [
  what: string,
  read: (text: string) => unknown,
  good: Record<string, unknown>,
  bad: readonly string[],
];

const CASES: readonly Case[] = [
  [
    'an id',
    readInvoiceId,
    { inv_0190c7a47f1e70008000000000000000: '0190c7a4-7f1e-7000-8000-000000000000' },
    ['', 'inv_1', 'ord_0190c7a47f1e70008000000000000000', '0190c7a4-7f1e-7000-8000-000000000000'],
  ],
  ['a number', readInvoiceNumber, { ' 26952000000012345678 ': '26952000000012345678' }, ['', '123', '1234 5678']],
  [
    'an address',
    readHttpsUrl,
    { 'https://tax.example/发票.pdf?a=1': 'https://tax.example/%E5%8F%91%E7%A5%A8.pdf?a=1' },
    [
      ...['', 'tax.example/1.pdf', 'http://tax.example/1.pdf', 'javascript:alert(1)', 'https://'],
      ...['https://li:pw@tax.example/1.pdf', `https://tax.example/${'a'.repeat(2_048)}`],
    ],
  ],
  ['a reason', readReason, { ' 税号有误 ': '税号有误' }, ['', '  ', 'a\nb', 'a\u0000', '长'.repeat(201)]],
  ['a limit', readLimit, { 1: 1, 1000: 1_000 }, ['', '0', '1001', '1e2', '-1', '1.5', 'all']],
  [
    'an amount in yuan',
    readYuan,
    { 9: 900, '9.9': 990, '9.90': 990, '0.01': 1, '0.29': 29, '12345678.99': 1_234_567_899 },
    ['', '9.', '.9', '9.999', '-1', '1,000', '¥9', '1e2', '123456789'],
  ],
];

describe('the options of seahorse invoices', () => {
  for (const [what, read, good, bad] of CASES) {
    it(`take ${what}`, () => {
      for (const [text, value] of Object.entries(good)) expect(read(text), text).to.equal(value);
    });

    it(`refuse what is not ${what}`, () => {
      for (const text of bad)
        expect(() => read(text), text)
          .to.throw()
          .with.property('code', 'commander.invalidArgument');
    });
  }

  it('show an amount as it was given', () => {
    for (const amount of [0, 1, 29, 100, 990, 123_456]) expect(readYuan(asYuan(fen(amount)))).to.equal(amount);
    expect([asYuan(fen(5)), asYuan(fen(5_000))]).to.deep.equal(['0.05', '50.00']);
  });
});
