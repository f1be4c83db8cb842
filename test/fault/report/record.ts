import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../figure.ts';

/** One run of one campaign, as it is kept: what docs/reliability.md says is read from these and from nothing else. */
export type CampaignRecord = {
  readonly campaign: string;
  readonly size: number;
  readonly seed: number;
  /** Of the day on which it began, `2026-01-15`. */
  readonly day: string;
  readonly tookSeconds: number;
  /** Of the project; with a `+` where files had been changed since. */
  readonly commit: string;
  readonly machine: { readonly node: string; readonly cores: number; readonly memoryGib: number };
  readonly figures: readonly Figure[];
};

const WHAT_COUNTS = ['src', 'migrations', 'simulator', 'test'];
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
export const RECORDS = new URL('../../../docs/reliability/raw/', import.meta.url);

export const commandOf = ({ campaign, size, seed }: Pick<CampaignRecord, 'campaign' | 'size' | 'seed'>): string =>
  `npm run fault -- ${campaign} --size ${size} --seed ${seed}`;

/** Of now, here. */
export const circumstances = (): Pick<CampaignRecord, 'day' | 'commit' | 'machine'> => ({
  day: new Date().toISOString().slice(0, 10),
  commit:
    git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain', '--', ...WHAT_COUNTS) === '' ? '' : '+'),
  machine: {
    node: process.version,
    cores: os.availableParallelism(),
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
  },
});

/** In the place of the record that this campaign had. */
export function writeRecord(record: CampaignRecord): void {
  mkdirSync(RECORDS, { recursive: true });
  writeFileSync(new URL(`${record.campaign}.json`, RECORDS), `${JSON.stringify(record, null, 2)}\n`);
}

/** Beside the report; `name` is that of the file. */
export const writePage = (name: string, text: string): void =>
  writeFileSync(new URL(`../${name}`, RECORDS), text.trimEnd().concat('\n'));

export const readRecords = (): CampaignRecord[] =>
  (existsSync(RECORDS) ? readdirSync(RECORDS) : [])
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, RECORDS), 'utf8')) as CampaignRecord);

const git = (...args: string[]): string => execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8' }).trim();
