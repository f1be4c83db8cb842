export type FaultKind =
  /** Refused, reset, unresolved, or a redirect, which this adapter never follows. */
  | 'no_answer'
  | 'timeout'
  | 'too_large'
  /** WeChat tested whether we verify; the same request again gets the real answer. */
  | 'probe'
  /** A success that is not provably WeChat's. */
  | 'unverifiable'
  /** Not the shape that WeChat documents. */
  | 'unreadable';

/**
 * An exchange with WeChat that gave nothing to act on. Its text names the address, never the query, a header or a body:
 * those carry the app secret, the Authorization header and people's identities.
 */
export class ExchangeFault extends Error {
  override readonly name = 'ExchangeFault';
  readonly kind: FaultKind;

  constructor(kind: FaultKind, detail: string) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
  }
}
