/** Hashes bytes; the platform brings it, so that the domain stays free of imports. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;
