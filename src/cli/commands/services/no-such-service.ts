import { ExpectedFailure } from '../../system/expected-failure.ts';

/** For every command that finds nothing under the name. */
export const noSuchService = (name: string): ExpectedFailure =>
  new ExpectedFailure(`there is no service called ${name}; "seahorse services list" names them all`);
