/** Port. A new UUID, version 7. */
export interface IdSource {
  next<Id extends string>(): Id;
}

/** Port. Secrets are made and hashed by the platform. */
export interface Secrets {
  random(bytes: number): Uint8Array;
  /** SHA-256, hexadecimal. */
  digest(text: string): string;
}
