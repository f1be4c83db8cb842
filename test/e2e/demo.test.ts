import { readdirSync } from 'node:fs';
import os from 'node:os';
import { expect } from 'chai';
import { RunningCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const demoFolders = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith('hot-seahorse-'));

describe('npm run demo', () => {
  it('plays the money path from nothing running, and leaves nothing behind', async () => {
    const before = demoFolders();
    const demo = new RunningCommand(['demo', '--json'], {});
    expect(await demo.exitStatus(), demo.output).to.equal(0);
    const { steps } = JSON.parse(demo.output) as { steps: string[] };
    expect(steps[0]).to.match(/^running: API http/);
    expect(steps.join('\n')).to.match(/the payer pays/);
    expect(demoFolders()).to.deep.equal(before);
  });

  it('loses nothing when it is killed during the payment and started a second time', async () => {
    const folder = await temporaryFolder();
    const killed = new RunningCommand(['demo', '--data-dir', folder.path], {});
    await killed.says(/the payer pays/);
    await killed.signal('SIGKILL');
    const second = new RunningCommand(['demo', '--data-dir', folder.path], {});
    expect(await second.exitStatus(), second.output).to.equal(0);
    expect(second.output).to.match(/every figure is right\n$/);
    expect(second.output).to.match(/1 payments of earlier runs are settled/);
    expect(second.output).to.match(/books: 2 payment\(s\) at WeChat = as many paid orders/);
    await folder.remove();
  });
}).timeout(60_000);
