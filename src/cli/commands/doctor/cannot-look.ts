/** Something else has to be put right before this can be looked at; that other check says what. */
export class CannotLook extends Error {
  override readonly name = 'CannotLook';
}
