import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { expect } from 'chai';
import { cpuIsKnown, cpuTimeOf, cpuTimeOfTree } from '../../bench/machine/cpu-time.ts';
import { flushUs } from '../../bench/machine/disk-flush.ts';
import { watchOthers } from '../../bench/machine/others-share.ts';
import { residentMebibytes } from '../../bench/machine/resident-memory.ts';

const GONE = 2 ** 22 + 1;

function workFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('What the benchmark knows of the machine', () => {
  const hasProc = existsSync('/proc/self/stat');

  it('is how long a process has worked, or that nobody tells', () => {
    const before = cpuTimeOf(process.pid);
    workFor(50);
    expect(cpuIsKnown()).to.equal(hasProc);
    if (hasProc) expect(cpuTimeOf(process.pid) - before).to.be.within(5_000, 500_000);
    expect(cpuTimeOf(GONE)).to.equal(0);
  });

  it('is how long its children have worked, when they have ended, too', () => {
    if (!hasProc) return;
    const before = cpuTimeOfTree(process.pid) - cpuTimeOf(process.pid);
    execFileSync(process.execPath, ['-e', 'const until = performance.now() + 100; while (performance.now() < until);']);
    expect(cpuTimeOfTree(process.pid) - cpuTimeOf(process.pid) - before).to.be.greaterThan(40_000);
  });

  it('is what a process holds in memory', () => {
    expect(residentMebibytes(GONE)).to.equal(null);
    if (hasProc) expect(residentMebibytes(process.pid)).to.be.within(20, 4_000);
  });

  it('is the share of the cores that others take, without our own', () => {
    const othersShare = watchOthers();
    workFor(200);
    const share = othersShare();
    if (hasProc) expect(share).to.be.within(0, 1);
    else expect(share).to.equal(null);
  });

  it('is how long its disk takes', async () => {
    expect(await flushUs(os.tmpdir())).to.be.greaterThan(0);
  });
});
