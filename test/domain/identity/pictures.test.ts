import { expect } from 'chai';
import fc from 'fast-check';
import { judgePicture, PICTURE_MAX_BYTES } from '../../../src/domain/identity/pictures/judge-picture.ts';
import {
  EXTENDED_WEBP,
  JPEG,
  joined,
  jpegOf,
  jpegWith,
  LOSSLESS_WEBP,
  PNG,
  pngOf,
  pngWith,
  WEBP,
  webpOf,
  webpWith,
} from '../../support/pictures.ts';

const kindOf = (bytes: Uint8Array | string): string => judgePicture(joined(bytes)).kind;

describe('a picture', () => {
  const good: readonly (readonly [string, Uint8Array, string])[] = [
    ['a JPEG', JPEG, 'image/jpeg'],
    ['a PNG', PNG, 'image/png'],
    ['a WebP', WEBP, 'image/webp'],
    ['a lossless WebP', LOSSLESS_WEBP, 'image/webp'],
    ['a WebP with a canvas', EXTENDED_WEBP, 'image/webp'],
    [
      'a JPEG with fill bytes between its segments',
      joined(JPEG.subarray(0, 2), Uint8Array.of(0xff), JPEG.subarray(2)),
      'image/jpeg',
    ],
    ['a JPEG with a comment', jpegWith(0xfe, 'made by a camera'), 'image/jpeg'],
    [
      'a JPEG with XMP, which is XML',
      jpegWith(0xe1, '<?xpacket begin=""?><x:xmpmeta><rdf:RDF/></x:xmpmeta>'),
      'image/jpeg',
    ],
    ['a PNG with a text', pngWith('tEXt', 'Title\0me <3'), 'image/png'],
    ['a WebP with EXIF of odd length', webpWith('EXIF', 'II*'), 'image/webp'],
    ['one as wide as may be', pngOf(4_096, 4_096), 'image/png'],
    ['a JPEG as wide as may be', jpegOf(4_096, 1), 'image/jpeg'],
  ];
  for (const [what, bytes, type] of good) {
    it(`may be ${what}`, () => {
      expect(judgePicture(bytes)).to.deep.equal({ kind: 'picture', type });
    });
  }

  const others: Readonly<Record<string, Uint8Array | string>> = {
    nothing: '',
    text: 'image/jpeg',
    'an SVG': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    'an SVG with a prologue': '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    'a page': '<!doctype html><script>alert(1)</script>',
    'a GIF': joined('GIF89a', new Uint8Array(40)),
    'a BMP': joined('BM', new Uint8Array(60)),
    'a sound in a RIFF': joined('RIFF', new Uint8Array(4), 'WAVE', new Uint8Array(40)),
    'a page before a JPEG': joined('<html>', JPEG),
    'the beginning of a signature': PNG.subarray(0, 7),
  };
  for (const [what, bytes] of Object.entries(others)) {
    it(`is not ${what}`, () => {
      expect(kindOf(bytes)).to.equal('avatar_type');
    });
  }

  const PAGE = '<script>alert(document.domain)</script>';
  const broken: Readonly<Record<string, Uint8Array>> = {
    'a ZIP behind a JPEG': joined(JPEG, 'PK\x05\x06'),
    'a page behind a PNG': joined(PNG, PAGE),
    'a page behind a WebP': joined(WEBP, PAGE),
    'a page in the comment of a JPEG': jpegWith(0xfe, `--><HTML >${PAGE}`),
    'a page in the EXIF of a JPEG': jpegWith(0xe1, `Exif\0\0${PAGE}`),
    'a PDF in a JPEG': jpegWith(0xe5, '%PDF-1.7'),
    'an SVG in a text of a PNG': pngWith('tEXt', 'x\0<svg onload=alert(1)>'),
    'a page in the palette of a PNG': pngWith('PLTE', PAGE),
    'PHP in a WebP': webpWith('XMP ', '<?php system($_GET["c"]);'),
    'a second header in a PNG': pngWith('IHDR', PNG.subarray(16, 29)),
    'no header in a PNG': joined(PNG.subarray(0, 8), PNG.subarray(33)),
    'no pixels in a PNG': joined(PNG.subarray(0, 33), PNG.subarray(-12)),
    'no frame in a JPEG': Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
    'a JPEG in a JPEG': joined(JPEG.subarray(0, 2), JPEG),
    'no pixels in a WebP': joined(
      EXTENDED_WEBP.subarray(0, 4),
      Uint8Array.of(22, 0, 0, 0),
      EXTENDED_WEBP.subarray(8, 30),
    ),
  };
  for (const [what, bytes] of Object.entries(broken)) {
    it(`is not whole, or not alone, with ${what}`, () => {
      expect(kindOf(bytes)).to.equal('avatar_broken');
    });
  }

  for (const [name, bytes] of Object.entries({ JPEG, PNG, WEBP, LOSSLESS_WEBP, EXTENDED_WEBP })) {
    it(`is not whole when a ${name} ends anywhere before its end`, () => {
      for (let length = 12; length < bytes.length; length++) {
        expect(kindOf(bytes.subarray(0, length)), `${length} bytes`).to.equal('avatar_broken');
      }
    });

    it(`is judged without a fault whatever has become of a ${name}`, () => {
      const byte = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
      fc.assert(
        fc.property(fc.array(byte, { minLength: 1, maxLength: 4 }), (changes) => {
          const changed = Uint8Array.from(bytes);
          for (const [at, value] of changes) changed[at] = value;
          judgePicture(changed);
        }),
      );
    });
  }

  const sizes: readonly (readonly [string, Uint8Array])[] = [
    ['4097 pixels wide', pngOf(4_097, 1)],
    ['4097 pixels high, as JPEG', jpegOf(1, 4_097)],
    ['as large as a number can be', pngOf(0xffffffff, 1)],
    ['without any width', pngOf(0, 1)],
    ['without any height, as JPEG', jpegOf(1, 0)],
    ['on a canvas of 5000 pixels', webpOf(5_000, 3)],
    ['5000 pixels wide on a canvas of 3', webpOf(3, 5_000)],
  ];
  for (const [what, bytes] of sizes) {
    it(`is not shown ${what}`, () => {
      expect(kindOf(bytes)).to.equal('avatar_dimensions');
    });
  }

  it('has at most 1 MiB', () => {
    const padded = (length: number) => pngWith('tEXt', new Uint8Array(length - PNG.length - 12).fill(0x20));
    expect(kindOf(padded(PICTURE_MAX_BYTES))).to.equal('picture');
    expect(kindOf(padded(PICTURE_MAX_BYTES + 1))).to.equal('avatar_too_large');
  });
});
