import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { newDataDir, removeDataDir } from './support/temporary-directories.ts';

type Account = { merchant: Record<string, unknown>; platform: object };

describe('An account', () => {
  const wechat = useSimulatedWechat();

  it('has what virtual payment, pushes and the official account need', () => {
    const { xpay, push, officialAccount } = wechat.simulator.credentials;
    expect(xpay.offerId).to.match(/^1450\d{6}$/);
    expect(xpay.appKey).to.not.equal(xpay.sandboxAppKey);
    expect(push.encodingAesKey).to.have.length(43);
    expect(Buffer.from(`${push.encodingAesKey}=`, 'base64')).to.have.length(32);
    expect(push.token).to.match(/^[A-Za-z0-9]{3,32}$/);
    expect(officialAccount.appid).to.match(/^wx[\da-f]{16}$/);
    expect(officialAccount.originalId).to.match(/^gh_[\da-f]{12}$/);
  });

  it('that is older than a service gets it at the next start, and keeps everything', async () => {
    const dataDir = newDataDir();
    const path = join(dataDir, 'credentials.json');
    const read = () => JSON.parse(readFileSync(path, 'utf8')) as Account;
    const start = async () => {
      const simulator = await startSimulator({ port: 0, dataDir });
      await simulator.stop();
      return simulator.credentials;
    };
    await start();
    const { merchant, platform } = read();
    const { xpay, push, officialAccount, ...older } = merchant;
    expect([xpay, officialAccount]).to.not.include(undefined);
    writeFileSync(path, JSON.stringify({ merchant: { ...older, push }, platform }), { mode: 0o600 });
    const first = await start();
    expect(first).to.deep.include({ ...older, push });
    expect(first.xpay.appKey).to.have.length(32);
    expect(read()).to.deep.equal({ merchant: first, platform });
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    const saved = readFileSync(path, 'utf8');
    expect(await start()).to.deep.equal(first);
    expect(readFileSync(path, 'utf8')).to.equal(saved);
    removeDataDir(dataDir);
  });
});
