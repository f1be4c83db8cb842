import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { RunningCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FREE_PORTS = { PORT: '0', SIMULATOR_PORT: '0' };

function printedCurl(output: string): string {
  const found = /^ {2}(curl [\s\S]*?)\n\n/m.exec(output);
  if (!found) throw new Error(`no curl in:\n${output}`);
  return found[1] as string;
}

const runShell = (command: string): unknown => JSON.parse(execFileSync('bash', ['-c', command], { encoding: 'utf8' }));

type Answer = { readonly status: number; readonly retryAfter: string | null };

/** Asks again and again until the service has been away and is back; all answers. */
async function answersThroughOutage(url: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const giveUpAt = Date.now() + 20_000; Date.now() < giveUpAt; await delay(20)) {
    const res = await fetch(url);
    const hasBeenAway = answers.some(({ status }) => status !== 200);
    answers.push({ status: res.status, retryAfter: res.headers.get('retry-after') });
    if (hasBeenAway && res.status === 200) return answers;
  }
  throw new Error(`${url} was not away, or did not come back: ${answers.map(({ status }) => status)}`);
}

/** In this order, as one machine's story: each test stands on the one before, and one start serves several of them. */
describe('npm start on a machine that has nothing', () => {
  let folder: { path: string; remove(): Promise<void> };
  let system: RunningCommand;
  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder.remove());

  const begin = (ports: Record<string, string> = FREE_PORTS) =>
    new RunningCommand(['start'], { ...ports, SEAHORSE_DATA_DIR: folder.path });
  const start = async (): Promise<void> => {
    system = begin();
    await system.says(/Stop with Ctrl-C/);
  };

  it('prints a curl line that spends points as it stands', async () => {
    await start();
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points: 5, points_left: 595 });
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points: 5, points_left: 590 });
    expect(await system.signal('SIGTERM')).to.equal(0);
  });

  it('keeps its data, its tokens and its points from one start to the next', async () => {
    await start();
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points_left: 585 });
  });

  it('greets whoever follows its official account', async () => {
    const control = `${/(http:\S+)\/payer/.exec(system.output)?.[1]}/_control`;
    const body = JSON.stringify({ user: 'somebody', event: 'subscribe' });
    const headers = { 'Content-Type': 'application/json' };
    const followed = await fetch(`${control}/official-account/events`, { method: 'POST', headers, body });
    expect(await followed.json()).to.include({ status: 200 });
    expect(await (await fetch(`${control}/push/deliveries`)).text()).to.include('欢迎关注');
  });

  it('shows the mini-program where it says', async () => {
    const preview = /Mini-program +(\S+)/.exec(system.output)?.[1] as string;
    expect(await (await fetch(preview)).text()).to.include('/preview/app/');
    expect((await fetch(`${preview}/app/app.js`)).status).to.equal(200);
  });

  it('says so when the port or the data folder is taken, and leaves the first one alone', async () => {
    const port = /API +http:\/\/127\.0\.0\.1:(\d+)/.exec(system.output)?.[1] as string;
    const [second, third] = [begin({ ...FREE_PORTS, PORT: port }), begin()];
    expect([await second.exitStatus(), await third.exitStatus()]).to.deep.equal([1, 1]);
    expect(second.output).to.equal(`seahorse: port ${port} is taken; set PORT to another one, or to 0\n`);
    expect(third.output).to.match(/^seahorse: another process runs on this data folder/);
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points_left: 580 });
  });

  it('answers 503 while its database is dead, and brings it back by itself', async () => {
    const api = /API +(\S+)/.exec(system.output)?.[1] as string;
    const pidFile = `${folder.path}/postgres/data/postmaster.pid`;
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
    const failed = (await answersThroughOutage(`${api}/api/v1/packages`)).filter(({ status }) => status !== 200);
    for (const { status, retryAfter } of failed) {
      expect(status).to.equal(503);
      expect(Number(retryAfter)).to.be.greaterThan(0);
    }
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points_left: 575 });
  });

  it('comes up again after kill -9, and stops at Ctrl-C', async () => {
    await system.signal('SIGKILL');
    await start();
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points_left: 570 });
    expect(await system.signal('SIGINT')).to.equal(0);
  });
}).timeout(60_000);
