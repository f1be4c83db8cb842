/** Some of what was asked for is done; what was not, has been printed. Exit status 4. */
export class PartlyDone extends Error {
  override readonly name = 'PartlyDone';
}

/** A rule forbids it, such as that nobody approves what he asked for himself. Exit status 5. */
export class RefusedByPolicy extends Error {
  override readonly name = 'RefusedByPolicy';
}

/** Out of reach, or not ready yet: the same command may do later. Exit status 75. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
}
