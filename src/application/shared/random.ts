import type { Sha256 } from '../../domain/shared/sha256.ts';

/** Port. A new UUID, version 7. */
export interface IdSource {
  next<Id extends string>(): Id;
}

/** Port. Secrets are made and hashed by the platform. */
export interface Secrets {
  random(bytes: number): Uint8Array;
  /** SHA-256, hexadecimal. */
  digest(text: string): string;
  readonly sha256: Sha256;
}
