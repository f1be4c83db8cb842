const decode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Real ones, 3 by 2 pixels. */
export const JPEG = decode(
  '/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0Z' +
    'TfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAA' +
    'AAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABQb/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwC' +
    'AAdTv/9k=',
);
export const PNG = decode(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAMAAACqqpYoAAAAA1BMVEX/PABqEXDIAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAC0lEQVQImWNggAAAAAgAAa9T' +
    '6iIAAAAASUVORK5CYII=',
);
export const WEBP = decode(
  'UklGRj4AAABXRUJQVlA4IDIAAADQAQCdASoDAAIAAUAmJaACdLoB+AADsAD+6Di/+vR/PR/PR/n+//jKnxlT4yp/xcwAAA==',
);
export const LOSSLESS_WEBP = decode('UklGRhwAAABXRUJQVlA4TBAAAAAvAkAAAAdQnv5H/wMR0f8A');
/** With a canvas and an alpha channel. */
export const EXTENDED_WEBP = decode(
  'UklGRmAAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAgICAgICAAFZQOCAyAAAA0AEAnQEqAwACAAFAJiWgAnS6AfgAA7AA/ug4v/r0fz0fz0f5' +
    '/v/4yp8ZU+Mqf8XMAAA=',
);

export const joined = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));

const bigEndian = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) % 256);

const pngChunk = (type: string, content: Uint8Array | string): Uint8Array =>
  joined(bigEndian(Buffer.byteLength(content), 4), type, content, bigEndian(0, 4));

/** The PNG with one more chunk behind its header. */
export const pngWith = (type: string, content: Uint8Array | string): Uint8Array =>
  joined(PNG.subarray(0, 33), pngChunk(type, content), PNG.subarray(33));
export const pngOf = (width: number, height: number): Uint8Array =>
  joined(PNG.subarray(0, 16), bigEndian(width, 4), bigEndian(height, 4), PNG.subarray(24));

/** The JPEG with one more segment at its beginning. */
export const jpegWith = (marker: number, content: Uint8Array | string): Uint8Array => {
  const length = bigEndian(Buffer.byteLength(content) + 2, 2);
  return joined(JPEG.subarray(0, 2), Uint8Array.of(0xff, marker), length, content, JPEG.subarray(2));
};
const frameOfJpeg = Buffer.from(JPEG).indexOf(Buffer.from([0xff, 0xc0]));
export const jpegOf = (width: number, height: number): Uint8Array =>
  joined(JPEG.subarray(0, frameOfJpeg + 5), bigEndian(height, 2), bigEndian(width, 2), JPEG.subarray(frameOfJpeg + 9));

/** The WebP with one more chunk at its end. */
export const webpWith = (type: string, content: string): Uint8Array => {
  const length = Buffer.byteLength(content);
  const chunk = joined(type, bigEndian(length, 4).reverse(), content, new Uint8Array(length % 2));
  const size = bigEndian(EXTENDED_WEBP.length - 8 + chunk.length, 4).reverse();
  return joined(EXTENDED_WEBP.subarray(0, 4), size, EXTENDED_WEBP.subarray(8), chunk);
};
/** Lossy: its own words about its size, within a canvas of any. */
export const webpOf = (canvasWidth: number, frameWidth: number): Uint8Array => {
  const webp = Uint8Array.from(EXTENDED_WEBP);
  webp.set(bigEndian(canvasWidth - 1, 3).reverse(), 24);
  const frame = Buffer.from(webp).indexOf(Buffer.from([0x9d, 0x01, 0x2a]));
  webp.set(bigEndian(frameWidth, 2).reverse(), frame + 3);
  return webp;
};
