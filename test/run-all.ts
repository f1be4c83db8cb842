// What `npm test` runs: every test once, in several mochas, and one closing line over all of them.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { FOLDER_VARIABLE, Records } from './support/leaks/records.ts';
import { reportLeaks } from './support/leaks/report-leaks.ts';

type Tally = { passed: number; failed: number };

const MOCHA = 'node_modules/mocha/bin/mocha.js';
const SHOWN_FAILURES = 20;
const CLOSING_LINE = /^(\d+) passed, (\d+) failed$/;

/** Each list is a mocha of its own with a PostgreSQL of its own, and two run side by side: three are slower. What is in the first two keeps them busy. */
const BUSY: readonly (readonly string[])[] = [
  ['contract/', 'cli/', 'domain/', 'adapters/system/', 'leaks/', 'mutation/', 'supply-chain/'],
  [
    ...['application/', 'http/', 'simulator/', 'architecture/', 'adapters/wechat/', 'adapters/postgres/', 'race/'],
    ...['saga/', 'agreement/'],
  ],
];
/** What mostly waits: for processes to start and stop, and for time-outs. */
const WAITING: readonly (readonly string[])[] = [
  ['e2e/', 'adapters/embedded/', 'client/', 'docs/', 'mini-program/', 'preview/', 'web/'],
  ['fault/'],
];
/** Of all those folders, what measures how long something takes. It runs at the end and alone, like every folder not named above. */
const MEASURES_TIME: readonly string[] = [
  'contract/postgres-unavailable.test.ts',
  'contract/sweep-scheduler.test.ts',
  'http/database-down.test.ts',
  'http/payment-query.test.ts',
  'http/server.test.ts',
  'simulator/faults/delivery-faults.test.ts',
  'simulator/faults/request-faults.test.ts',
];

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  // `npm run e2e` runs those: they need a browser.
  .filter((file) => file.endsWith('.test.ts') && !/^e2e\/(mini-program|web)\//.test(file))
  .sort();
const isIn = (folders: readonly string[], file: string): boolean =>
  folders.some((folder) => file.startsWith(folder)) && !MEASURES_TIME.includes(file);
const alone = files.filter((file) => ![...BUSY, ...WAITING].some((folders) => isIn(folders, file)));

/** What the tests know and put out, until it has been searched. */
const leakFolder = mkdtempSync(path.join(os.tmpdir(), 'seahorse-outputs-'));
const ours = new Records(leakFolder);
const running = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.once('exit', () => rmSync(leakFolder, { recursive: true, force: true }));
    process.exit(1);
  });
}

const tallies = [...(await sideBySide(BUSY)), ...(await sideBySide(WAITING))];
tallies.push(await runMocha(alone, (line) => console.log(line)));
tallies.push(await searchOutputs());

const [passed, failed] = [sum(tallies, 'passed'), sum(tallies, 'failed')];
console.log(`${passed} passed, ${failed} failed`);
process.exit(passed > 0 && failed === 0 ? 0 : 1);

/** One after the other in what they say. */
function sideBySide(lists: readonly (readonly string[])[]): Promise<Tally[]> {
  return Promise.all(
    lists.map(async (folders) => {
      const lines: string[] = [];
      const tally = await runMocha(
        files.filter((file) => isIn(folders, file)),
        (line) => lines.push(line),
      );
      console.log(lines.join('\n'));
      return tally;
    }),
  );
}

/** Whatever ends it without a closing line, or ends badly although none failed, is a failure of its own. */
async function runMocha(some: readonly string[], say: (line: string) => void): Promise<Tally> {
  const color = process.stdout.isTTY ? ['--color'] : [];
  const specs = some.map((file) => `test/${file}`);
  const child = spawn(process.execPath, [MOCHA, ...color, ...process.argv.slice(2), ...specs], {
    env: { ...process.env, [FOLDER_VARIABLE]: leakFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let tally: Tally | undefined;
  const complaints = eachLine(child.stderr, (line) => console.error(line));
  await eachLine(child.stdout, (line) => {
    const [closing, passed, failed] = CLOSING_LINE.exec(line) ?? [];
    if (closing) tally = { passed: Number(passed), failed: Number(failed) };
    else say(line);
  });
  await complaints;
  const status = await ended;
  running.delete(child);
  const told = tally ?? { passed: 0, failed: 0 };
  return status !== 0 && told.failed === 0 ? { ...told, failed: 1 } : told;
}

async function eachLine(input: Readable, say: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input })) {
    ours.output('mocha', line);
    say(line);
  }
}

/** No secret in anything that the tests have put out. What has been found stays for whoever looks into it. */
async function searchOutputs(): Promise<Tally> {
  ours.flush();
  const tests = await reportLeaks(leakFolder, { whole: process.argv.length === 2 });
  console.log('\n  what the tests have put out');
  for (const { title, failures } of tests) {
    console.log(`    ${failures.length > 0 ? '✗' : '✔'} ${title}`);
    for (const failure of failures.slice(0, SHOWN_FAILURES)) console.log(`        ${failure}`);
  }
  const failed = tests.filter(({ failures }) => failures.length > 0).length;
  if (failed === 0) rmSync(leakFolder, { recursive: true, force: true });
  else console.log(`      in ${leakFolder}`);
  console.log('');
  return { passed: tests.length - failed, failed };
}

function sum(all: readonly Tally[], field: keyof Tally): number {
  return all.reduce((total, tally) => total + tally[field], 0);
}
