import type { ServiceId, SigningSecretId } from '../shared/ids.ts';

/** How far the clocks of a service and ours may be apart, and how long a signature can be used. */
export const SIGNATURE_WINDOW_SECONDS = 300;

/** What a service signs of a request. None of these has a line break in it. */
export type Signable = {
  /** Unix seconds, as they were sent. */
  readonly timestamp: string;
  /** In capitals. */
  readonly method: string;
  /** The path with the query, as it was sent: `/internal/v1/usage`. */
  readonly target: string;
  /** Empty where there is none. */
  readonly idempotencyKey: string;
  /** SHA-256 of the body's bytes, hexadecimal; of no bytes where there is no body. */
  readonly bodyDigest: string;
};

/** The text under the HMAC. Its first line is the version that the signature begins with. */
export const signedText = ({ timestamp, method, target, idempotencyKey, bodyDigest }: Signable): string =>
  ['v1', timestamp, method, target, idempotencyKey, bodyDigest].join('\n');

/** By the clock of this process, which decides about nothing else; the database's decides whether the secret has ended. */
export const isTimely = (timestamp: string, now: Date): boolean =>
  /^\d{1,12}$/.test(timestamp) &&
  Math.abs(now.getTime() - Number(timestamp) * 1_000) <= SIGNATURE_WINDOW_SECONDS * 1_000;

/** What a signing secret is sealed for: opened as another's, it is nothing. */
export const sealedForSigning = (serviceId: ServiceId, secretId: SigningSecretId): string =>
  `signing secret ${secretId} of service ${serviceId}`;
