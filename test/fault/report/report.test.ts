import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { counted, exactly } from '../figure.ts';
import { CAMPAIGNS } from '../run-campaign.ts';
import { type CampaignRecord, RECORDS, readRecords } from './record.ts';
import { reportText } from './report-text.ts';

const RECORD: CampaignRecord = {
  ...{ campaign: 'race', size: 10, seed: 7, day: '2026-01-15', tookSeconds: 1_234, commit: 'abc' },
  machine: { node: 'v20.19.0', cores: 2, memoryGib: 24 },
  figures: [counted('rounds', 10), exactly('points lost', 1, 0), exactly('points gained', 0, 0)],
};
const DESCRIBED = {
  race: { about: 'They race.', of: 'rounds', fullSize: 1_000 },
  crash: { about: 'They crash.', of: 'crashes', fullSize: 50 },
};

describe('the report of the campaigns', () => {
  const text = reportText([RECORD], DESCRIBED);

  it('says what was run, how much of it, and which goals were met', () => {
    expect(text).to.contain('| [race](#race) | 10 of 1,000 | rounds | **1 of 2** | 7 | abc |');
    expect(text).to.contain(
      '`npm run fault -- race --size 10 --seed 7`, 2026-01-15, 1,234 s on 2 cores, 24 GiB, Node 20.19.0.',
    );
    expect(text).to.contain('| points lost | 1 | = 0 | **missed** |');
    expect(text).to.contain('| rounds | 10 |  |  |');
  });

  it('says what was not run', () => {
    expect(text).to.contain('| crash | 50 | crashes | **not run** | | |');
    expect(text).to.not.contain('## crash');
  });

  it('in docs/ is what the raw results give', () => {
    const records = readRecords();
    expect(Object.keys(CAMPAIGNS)).to.include.members(records.map(({ campaign }) => campaign));
    const page = readFileSync(new URL('../../reliability.md', RECORDS), 'utf8');
    expect(page).to.equal(reportText(records, CAMPAIGNS));
  });
});
