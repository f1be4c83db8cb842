import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { confirm, confirmByTyping } from '../../src/cli/system/confirm.ts';

const terminal = (isTTY: boolean) => {
  const [input, output] = [new PassThrough(), new PassThrough()].map((stream) => Object.assign(stream, { isTTY }));
  return { input: input as PassThrough & { isTTY: boolean }, output: output as PassThrough & { isTTY: boolean } };
};

describe('a question at the terminal', () => {
  const answers: readonly (readonly [typed: string, answer: 'yes' | 'no'])[] = [
    ['y\n', 'yes'],
    [' YES \n', 'yes'],
    ['n\n', 'no'],
    ['\n', 'no'],
    ['yesterday\n', 'no'],
  ];
  for (const [typed, answer] of answers) {
    it(`is answered ${answer} with ${JSON.stringify(typed)}`, async () => {
      const at = terminal(true);
      at.input.write(typed);
      expect(await confirm('Change this?', at)).to.equal(answer);
      expect(String(at.output.read())).to.include('Change this? [y/N] ');
    });
  }

  for (const [typed, answer] of [
    ['990\n', 'yes'],
    [' 990 \n', 'yes'],
    ['99\n', 'no'],
    ['y\n', 'no'],
  ] as const) {
    it(`where an amount has to be typed, is answered ${answer} with ${JSON.stringify(typed)}`, async () => {
      const at = terminal(true);
      at.input.write(typed);
      expect(await confirmByTyping('Give back ¥9.90?', '990', at)).to.equal(answer);
      expect(String(at.output.read())).to.include('Give back ¥9.90? Type 990: ');
    });
  }

  it('is answered no when the input ends', async () => {
    const at = terminal(true);
    at.input.end();
    expect(await confirm('Change this?', at)).to.equal('no');
  });

  it('is not asked where nobody sits', async () => {
    const [piped, seen] = [terminal(false), terminal(true)];
    for (const at of [piped, { ...seen, input: piped.input }, { ...seen, output: piped.output }]) {
      expect(await confirm('Change this?', at)).to.equal('nobody_to_ask');
      expect(at.output.read()).to.equal(null);
    }
  });
});
