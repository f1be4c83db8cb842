'use strict';

const path = require('node:path');
const { reporters } = require('mocha');

const SHOWN = 10;
const SLOW_MS = 5_000;

/** Spec, then the files that took longest, and then one line that a machine can read. A test that did not run did not pass. */
module.exports = class SeahorseReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { stats } = runner;
    const tookMs = timeFiles(runner);
    runner.once('end', () => {
      for (const line of slowest(tookMs)) reporters.Base.consoleLog(line);
      reporters.Base.consoleLog(`${stats.passes} passed, ${stats.failures + stats.pending} failed`);
    });
  }
};

/** Each with its hooks, which often take longer than the tests. */
function timeFiles(runner) {
  const tookMs = new Map();
  let beganAt = 0;
  runner.on('suite', (suite) => {
    if (suite.parent?.root) beganAt = performance.now();
  });
  runner.on('suite end', (suite) => {
    if (!suite.parent?.root) return;
    tookMs.set(suite.file, (tookMs.get(suite.file) ?? 0) + performance.now() - beganAt);
  });
  return tookMs;
}

function slowest(tookMs) {
  const slow = [...tookMs].filter(([, ms]) => ms > SLOW_MS).sort(([, one], [, other]) => other - one);
  if (slow.length === 0) return [];
  const lines = slow.slice(0, SHOWN).map(([file, ms]) => {
    return `    ${(ms / 1_000).toFixed(1).padStart(6)} s  ${path.relative(process.cwd(), file)}`;
  });
  return [`  the slowest of ${tookMs.size} files`, ...lines, ''];
}
