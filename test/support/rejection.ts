import { expect } from 'chai';

/** What this promise is rejected with; the test fails if it is fulfilled. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => null,
    (error: Error) => error,
  );
  return outcome ?? expect.fail('should have been rejected');
}
