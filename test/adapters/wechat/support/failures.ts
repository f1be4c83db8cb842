import { inspect } from 'node:util';
import { expect } from 'chai';
import { type Dependency, Unavailable } from '../../../../src/domain/shared/faults.ts';

/** What the promise was rejected with; fails when it was not. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`expected a failure, got ${inspect(outcome.value)}`);
  expect(outcome.error).to.be.instanceOf(Error);
  return outcome.error as Error;
}

/** Expects `Unavailable` and returns its cause's text. */
export async function unavailabilityOf(promise: Promise<unknown>, dependency: Dependency): Promise<string> {
  const error = await failureOf(promise);
  expect(error, inspect(error)).to.be.instanceOf(Unavailable);
  expect((error as Unavailable).dependency).to.equal(dependency);
  return String((error.cause as Error).message);
}

/** All that a log could show of an error, hidden properties and causes included. */
export function everythingIn(error: unknown): string {
  const shown = inspect(error, { depth: 20, showHidden: true, maxStringLength: null });
  const causes = error instanceof Error && error.cause !== undefined ? everythingIn(error.cause) : '';
  return `${shown}\n${JSON.stringify(error)}\n${error instanceof Error ? error.stack : ''}\n${causes}`;
}
