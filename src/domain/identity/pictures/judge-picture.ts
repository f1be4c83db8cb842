import type { Anatomy } from './anatomy.ts';
import { JPEG_BEGINS, readJpeg } from './read-jpeg.ts';
import { PNG_BEGINS, readPng } from './read-png.ts';
import { isWebp, readWebp } from './read-webp.ts';

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';
export type PictureRefusal =
  | { readonly kind: 'avatar_too_large' }
  /** No picture, or one of another kind, such as SVG. */
  | { readonly kind: 'avatar_type' }
  | { readonly kind: 'avatar_dimensions' }
  /** Cut off, followed by something else, or something else at the same time. */
  | { readonly kind: 'avatar_broken' };
export type PictureVerdict = { readonly kind: 'picture'; readonly type: PictureType } | PictureRefusal;

export const PICTURE_MAX_BYTES = 1_048_576;
const LONGEST_SIDE = 4_096;

type Format = {
  readonly type: PictureType;
  readonly begins: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array) => Anatomy | null;
};
const beginsWith =
  (signature: readonly number[]) =>
  (bytes: Uint8Array): boolean =>
    signature.every((byte, at) => bytes[at] === byte);
const FORMATS: readonly Format[] = [
  { type: 'image/jpeg', begins: beginsWith(JPEG_BEGINS), read: readJpeg },
  { type: 'image/png', begins: beginsWith(PNG_BEGINS), read: readPng },
  { type: 'image/webp', begins: isWebp, read: readWebp },
];

/** What a browser could take for a page, or a reader for a document. XMP, which is XML too, has none of it. */
const PAGE = /<(?:!doctype|html|head|body|script|iframe|svg|\?php)[\s>/]|%pdf-/i;

/** May this be shown as somebody's picture? By its bytes alone: what a client says of them proves nothing. */
export function judgePicture(bytes: Uint8Array): PictureVerdict {
  if (bytes.length > PICTURE_MAX_BYTES) return { kind: 'avatar_too_large' };
  const format = FORMATS.find(({ begins }) => begins(bytes));
  if (!format) return { kind: 'avatar_type' };
  const anatomy = format.read(bytes);
  if (!anatomy || anatomy.beside.some(holdsPage)) return { kind: 'avatar_broken' };
  const isShowable = [anatomy.width, anatomy.height].every((side) => side >= 1 && side <= LONGEST_SIDE);
  return isShowable ? { kind: 'picture', type: format.type } : { kind: 'avatar_dimensions' };
}

const holdsPage = (part: Uint8Array): boolean => PAGE.test(new TextDecoder('latin1').decode(part));
