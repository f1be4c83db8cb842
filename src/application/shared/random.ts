import type { Sha256 } from '../../domain/shared/sha256.ts';

/** Port. A new UUID, version 7. */
export interface IdSource {
  next<Id extends string>(): Id;
}

/** Port. Secrets are made and hashed by the platform. */
export interface Secrets {
  random(bytes: number): Uint8Array;
  /** SHA-256, hexadecimal. */
  digest(content: string | Uint8Array): string;
  /** Is this the HMAC-SHA256 of the text, in small hexadecimal digits? Takes as long wherever the first difference is. */
  isHmac(hex: string, text: string, secret: string): boolean;
  readonly sha256: Sha256;
}
