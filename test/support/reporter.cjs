'use strict';

const { reporters } = require('mocha');

/** Spec, and then one line that a machine can read. A test that did not run did not pass. */
module.exports = class SeahorseReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { stats } = runner;
    runner.once('end', () => {
      reporters.Base.consoleLog(`${stats.passes} passed, ${stats.failures + stats.pending} failed`);
    });
  }
};
