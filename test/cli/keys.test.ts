import { expect } from 'chai';
import { aToken } from '../support/a-token.ts';
import { runProgram } from '../support/run-program.ts';

describe('seahorse keys inspect', () => {
  const inspect = (...args: string[]) => runProgram(['keys', 'inspect', ...args], {});

  for (const [prefix, kind] of [
    ['sk_live_', 'API key of a customer'],
    ['ss_live_', 'token of a backend service'],
    ['sg_live_', 'signing secret of a backend service'],
  ] as const) {
    it(`recognises the ${kind} offline, and does not print it`, async () => {
      const token = aToken(prefix);
      const { code, stdout, stderr } = await inspect(token);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.include(`${kind}, well-formed: ${token.slice(0, 12)}…${token.slice(-4)}`);
      expect(stdout).not.to.include(token);
    });
  }

  const good = aToken('sk_live_');
  const other = good.at(-1) === 'x' ? 'y' : 'x';
  const flaws: readonly (readonly [what: string, token: string, flaw: string])[] = [
    ['another prefix', good.replace('sk_live_', 'sk_test_'), 'wrong_prefix'],
    ['a key that was cut off', good.slice(0, -1), 'wrong_length'],
    ['a key with something beside it', `${good}"`, 'wrong_length'],
    ['a character of another alphabet', good.replace(/.$/, '-'), 'wrong_character'],
    ['a key that was mistyped', good.slice(0, -1) + other, 'wrong_checksum'],
    ['nothing', '', 'wrong_prefix'],
  ];
  for (const [what, token, flaw] of flaws) {
    it(`exits with 3 for ${what}, and says what is wrong`, async () => {
      const { code, stdout } = await inspect('--json', token);
      expect(code).to.equal(3);
      expect(JSON.parse(stdout)).to.include({ well_formed: false, flaw });
    });
  }
});

describe('seahorse keys patterns', () => {
  it('find every token of ours in a text, and nothing else', async () => {
    const { code, stdout } = await runProgram(['keys', 'patterns', '--json'], {});
    expect(code).to.equal(0);
    const patterns: { pattern: string }[] = JSON.parse(stdout);
    const tokens = (['sk_live_', 'ss_live_', 'sg_live_'] as const).map((prefix) => aToken(prefix));
    const session = `hss_${'0a'.repeat(32)}`;
    const source = `KEY="${tokens.join('"\nTOKEN=\'')}" ${session}; sk_live_short hss_${'g'.repeat(64)}`;
    const found = patterns.flatMap(({ pattern }) => source.match(new RegExp(pattern, 'g')) ?? []);
    expect(found).to.have.members([...tokens, session]);
  });
});
