import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { orUsage } from '../support/or-usage.ts';
import { stopTestPostgres } from '../support/postgres.ts';
import type { Figure } from './figure.ts';
import { printFigure } from './print-figure.ts';
import { circumstances, RECORDS, readRecords, writePage, writeRecord } from './report/record.ts';
import { reportText } from './report/report-text.ts';
import { CAMPAIGNS, type Campaign } from './run-campaign.ts';

const USAGE = `npm run fault [-- <campaign>…] [--size <n>] [--seed <n>] [--record] [--json]

Hurts the real system and checks its books from outside. Without a name: every campaign, in full, which takes a day.
  --list      the campaigns, how large each is in full, and what it does
  --size      smaller or larger than in full
  --seed      repeats a run: it decides every chance
  --record    keeps the figures in docs/reliability/raw/ and writes docs/reliability.md anew
  --json      one object per figure
  report      only writes docs/reliability.md from what has been kept

Exit status 0: every goal was met; 1: one was not; 2: the command line was not understood.`;

const { values, positionals } = orUsage(USAGE, () =>
  parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  }),
);
const seed = Number(values.seed);

if (values.list) listCampaigns();
else if (positionals[0] === 'report') writeReport();
else process.exit(await runAll(positionals.length > 0 ? positionals : Object.keys(CAMPAIGNS)));

async function runAll(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => CAMPAIGNS[name] === undefined);
  if (unknown.length > 0 || !Number.isSafeInteger(seed) || !isSize(values.size)) {
    console.error(
      unknown.length > 0 ? `no such campaign: ${unknown.join(', ')}` : '--size and --seed are whole numbers',
    );
    console.error(`there are ${Object.keys(CAMPAIGNS).join(', ')}; --list says what they do`);
    return 2;
  }
  const failures: string[] = [];
  for (const name of wanted) {
    const figures = await runOne(name, CAMPAIGNS[name] as Campaign);
    failures.push(...figures.filter(({ pass }) => !pass).map((figure) => `${name}: ${figure.name}`));
  }
  await stopTestPostgres();
  if (values.record) writeReport();
  if (failures.length > 0) console.error(`\nfailed (--seed ${seed} repeats it):\n  ${failures.join('\n  ')}`);
  return failures.length > 0 ? 1 : 0;
}

async function runOne(name: string, campaign: Campaign): Promise<Figure[]> {
  const size = values.size === undefined ? campaign.fullSize : Number(values.size);
  const [began, begun] = [circumstances(), performance.now()];
  if (!values.json) console.log(`\n${name}: size ${size}, seed ${seed}`);
  const figures = await campaign.run({ size, seed, ...(values.record && { keepPage: writePage }) });
  const tookSeconds = Math.round((performance.now() - begun) / 1_000);
  for (const figure of figures) printFigure(name, figure, values.json);
  printFigure(name, { name: 'took', value: tookSeconds, unit: 's', goal: '', pass: true }, values.json);
  if (values.record) writeRecord({ campaign: name, size, seed, ...began, tookSeconds, figures });
  return figures;
}

function writeReport(): void {
  writeFileSync(new URL('../../reliability.md', RECORDS), reportText(readRecords(), CAMPAIGNS));
  console.error('written: docs/reliability.md');
}

function listCampaigns(): void {
  for (const [name, { about, fullSize, of }] of Object.entries(CAMPAIGNS)) {
    console.log(`${name.padEnd(16)} ${`${fullSize} ${of}`.padEnd(28)} ${about}`);
  }
}

function isSize(text: string | undefined): boolean {
  return text === undefined || (Number.isSafeInteger(Number(text)) && Number(text) >= 1);
}
