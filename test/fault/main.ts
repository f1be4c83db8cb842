import { parseArgs } from 'node:util';
import { stopTestPostgres } from '../support/postgres.ts';
import { printFigure } from './print-figure.ts';
import { CAMPAIGNS } from './run-campaign.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});

const wanted = positionals.length > 0 ? positionals : Object.keys(CAMPAIGNS);
const unknown = wanted.filter((name) => CAMPAIGNS[name] === undefined);
if (unknown.length > 0) {
  console.error(`no such campaign: ${unknown.join(', ')}; there are ${Object.keys(CAMPAIGNS).join(', ')}`);
  process.exit(2);
}

const seed = Number(values.seed);
const failures: string[] = [];
for (const name of wanted) {
  const campaign = CAMPAIGNS[name];
  if (!campaign) continue;
  const size = values.size === undefined ? campaign.fullSize : Number(values.size);
  const begun = performance.now();
  if (!values.json) console.log(`\n${name}: size ${size}, seed ${seed}`);
  const figures = await campaign.run({ size, seed });
  figures.push({
    name: 'took',
    value: Math.round((performance.now() - begun) / 1_000),
    unit: 's',
    goal: '',
    pass: true,
  });
  for (const figure of figures) printFigure(name, figure, values.json);
  failures.push(...figures.filter(({ pass }) => !pass).map((figure) => `${name}: ${figure.name}`));
}
await stopTestPostgres();
if (failures.length > 0) console.error(`\nfailed (--seed ${seed} repeats it):\n  ${failures.join('\n  ')}`);
process.exit(failures.length > 0 ? 1 : 0);
