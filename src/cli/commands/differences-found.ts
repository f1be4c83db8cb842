/** A check did its work and found what should not be; what, it has printed. Exit status 3. */
export class DifferencesFound extends Error {
  override readonly name = 'DifferencesFound';
}
