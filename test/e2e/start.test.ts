import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

describe('npm start on a machine that has nothing', () => {
  let folder: { path: string; remove(): Promise<void> };
  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder.remove());

  const start = async (): Promise<RunningCommand> => {
    const system = new RunningCommand(['start'], { ...FREE_PORTS, SEAHORSE_DATA_DIR: folder.path });
    await system.says(/Stop with Ctrl-C/);
    return system;
  };

  it('prints a curl line that spends points as it stands', async () => {
    const system = await start();
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points: 5, points_left: 595 });
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points: 5, points_left: 590 });
    expect(await system.signal('SIGTERM')).to.equal(0);
  });

  it('keeps its data, its tokens and its points from one start to the next', async () => {
    const system = await start();
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points_left: 585 });
    expect(await system.signal('SIGINT')).to.equal(0);
  });

  it('comes up again after kill -9', async () => {
    const killed = await start();
    await killed.signal('SIGKILL');
    const system = await start();
    expect(runShell(printedCurl(system.output))).to.include({ allowed: true, points_left: 580 });
    expect(await system.signal('SIGTERM')).to.equal(0);
  });

  it('ends with an error when its database dies', async () => {
    const system = await start();
    const pidFile = `${folder.path}/postgres/data/postmaster.pid`;
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
    expect(await system.exitStatus()).to.equal(1);
    const again = await start();
    expect(runShell(printedCurl(again.output))).to.include({ allowed: true, points_left: 575 });
    expect(await again.signal('SIGTERM')).to.equal(0);
  });

  it('says so when the port is taken, and leaves nothing running', async () => {
    const first = await start();
    const port = /API +http:\/\/127\.0\.0\.1:(\d+)/.exec(first.output)?.[1] as string;
    const second = new RunningCommand(['start'], { PORT: port, SEAHORSE_DATA_DIR: folder.path });
    expect(await second.exitStatus()).to.equal(1);
    expect(second.output).to.equal(`seahorse: port ${port} is taken; set PORT to another one, or to 0\n`);
    expect(runShell(printedCurl(first.output))).to.include({ allowed: true });
    expect(await first.signal('SIGTERM')).to.equal(0);
  });
});
