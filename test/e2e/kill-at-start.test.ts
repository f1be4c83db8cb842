import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { RunningCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** From "node has hardly begun" over initdb and the migrations to the demo user's first purchase. */
const MOMENTS_MS = [400, 1_000, 1_500, 2_000, 2_500, 3_000];

describe('kill -9 during the first start', () => {
  it('leaves a data folder from which the next start recovers, whatever the moment', async () => {
    const folder = await temporaryFolder();
    const env = { PORT: '0', SIMULATOR_PORT: '0', SEAHORSE_DATA_DIR: folder.path };
    for (const moment of MOMENTS_MS) {
      const killed = new RunningCommand(['start'], env);
      await delay(moment);
      await killed.signal('SIGKILL');
    }
    const system = new RunningCommand(['start'], env);
    await system.says(/Stop with Ctrl-C/);
    expect(await system.signal('SIGTERM')).to.equal(0);
    await folder.remove();
  });
}).timeout(60_000);
