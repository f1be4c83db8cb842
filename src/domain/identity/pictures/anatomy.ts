/** What a file that is whole says of itself. */
export type Anatomy = {
  readonly width: number;
  readonly height: number;
  /** All that it carries beside the picture: comments, EXIF, XMP, colour profiles. */
  readonly beside: readonly Uint8Array[];
};

/** The numbers of a file that may end too early: what lies beyond is 0. */
export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
export const bigEndian16 = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) * 256 + byteAt(bytes, at + 1);
export const bigEndian32 = (bytes: Uint8Array, at: number): number =>
  bigEndian16(bytes, at) * 65_536 + bigEndian16(bytes, at + 2);
export const littleEndian16 = (bytes: Uint8Array, at: number): number =>
  byteAt(bytes, at) + byteAt(bytes, at + 1) * 256;
export const littleEndian32 = (bytes: Uint8Array, at: number): number =>
  littleEndian16(bytes, at) + littleEndian16(bytes, at + 2) * 65_536;

export const asciiAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));
