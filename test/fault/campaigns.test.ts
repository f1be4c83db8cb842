import { expect } from 'chai';
import { failedFigures } from './figure.ts';
import { CAMPAIGNS } from './run-campaign.ts';

const SEED = 20_261_122;

/** A short slice of each campaign, the same at every run. `npm run fault` runs them whole. */
describe('In a short slice of the campaign', () => {
  for (const [name, { sliceSize, run }] of Object.entries(CAMPAIGNS)) {
    if (sliceSize === null) continue;
    it(`${name}, every figure is as it must be`, async () => {
      expect(failedFigures(await run({ size: sliceSize, seed: SEED }))).to.deep.equal([]);
    }).timeout(180_000);
  }
});
