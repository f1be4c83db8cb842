import { expect } from 'chai';
import { readArguments, UnknownArgument } from '../../bench/arguments.ts';
import { FULL, isWhole, QUICK } from '../../bench/plan.ts';

describe('npm run bench --', () => {
  it('measures everything but growth unless told otherwise', () => {
    expect(readArguments([])).to.deep.equal({ plan: FULL, json: false });
    expect(readArguments(['--growth']).plan.groups).to.deep.equal([
      'http',
      'in-process',
      'guarantees',
      'paced',
      'growth',
    ]);
  });

  it('takes what it is told', () => {
    const { plan, json } = readArguments(
      '--quick --json --only http --only paced --connections 1,16 --rounds 4 --seconds 3'.split(' '),
    );
    expect(json).to.equal(true);
    expect(plan).to.deep.equal({
      ...QUICK,
      groups: ['http', 'paced'],
      connections: [1, 16],
      rounds: 4,
      seconds: 3,
    });
  });

  for (const mistake of [
    '--only all',
    '--connections 0',
    '--connections 1;2',
    '--rounds 1.5',
    '--seconds 61',
    '--fast',
  ]) {
    it(`refuses ${mistake}`, () => {
      expect(() => readArguments(mistake.split(' '))).to.throw(UnknownArgument);
    });
  }

  it('writes the page only from a run that is whole', () => {
    const whole = [[], ['--growth'], ['--rounds', '7'], ['--connections', '1,8,16,64,256']];
    expect(whole.map((args) => isWhole(readArguments(args).plan))).to.deep.equal([true, true, true, true]);
    const partly = [['--quick'], ['--only', 'http'], ['--rounds', '1'], ['--seconds', '1'], ['--connections', '64']];
    expect(partly.map((args) => isWhole(readArguments(args).plan)).filter(Boolean)).to.deep.equal([]);
  });
});
