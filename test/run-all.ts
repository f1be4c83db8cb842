// What `npm test` runs: every test once, in several mochas, and one closing line over all of them.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

type Tally = { passed: number; failed: number };

const MOCHA = 'node_modules/mocha/bin/mocha.js';
const CLOSING_LINE = /^(\d+) passed, (\d+) failed$/;

/** Each list is a mocha of its own with a PostgreSQL of its own, and two run side by side. What is in the first two keeps them busy. */
const BUSY: readonly (readonly string[])[] = [
  ['contract/', 'cli/', 'domain/', 'adapters/system/', 'agreement/'],
  ['application/', 'http/', 'simulator/', 'architecture/', 'adapters/wechat/', 'adapters/postgres/', 'race/', 'saga/'],
];
/** What mostly waits: for processes to start and stop, and for time-outs. */
const WAITING: readonly (readonly string[])[] = [['e2e/', 'adapters/embedded/', 'client/'], ['fault/']];
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
  .filter((file) => file.endsWith('.test.ts'))
  .sort();
const isIn = (folders: readonly string[], file: string): boolean =>
  folders.some((folder) => file.startsWith(folder)) && !MEASURES_TIME.includes(file);
const alone = files.filter((file) => ![...BUSY, ...WAITING].some((folders) => isIn(folders, file)));

const running = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });
}

const tallies = [...(await sideBySide(BUSY)), ...(await sideBySide(WAITING))];
tallies.push(await runMocha(alone, (line) => console.log(line)));

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
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let tally: Tally | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const [closing, passed, failed] = CLOSING_LINE.exec(line) ?? [];
    if (closing) tally = { passed: Number(passed), failed: Number(failed) };
    else say(line);
  }
  const status = await ended;
  running.delete(child);
  const told = tally ?? { passed: 0, failed: 0 };
  return status !== 0 && told.failed === 0 ? { ...told, failed: 1 } : told;
}

function sum(all: readonly Tally[], field: keyof Tally): number {
  return all.reduce((total, tally) => total + tally[field], 0);
}
