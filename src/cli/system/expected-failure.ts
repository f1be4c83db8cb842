/** Something that an operator can put right: said in one line, without a stack, exit status 1. */
export class ExpectedFailure extends Error {
  override readonly name = 'ExpectedFailure';
}
