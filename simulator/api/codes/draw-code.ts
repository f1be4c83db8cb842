import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const side = 16;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}

/** One bit per pixel, grey. */
function header(): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(side, 0);
  data.writeUInt32BE(side, 4);
  data.writeUInt8(1, 8);
  return data;
}

/** A real PNG, another one for each text: its 256 pixels are the text's SHA-256. No phone can scan it. */
export function drawCode(text: string): Buffer {
  const digest = createHash('sha256').update(text).digest();
  const rows = Array.from({ length: side }, (_, row) => [0, ...digest.subarray(2 * row, 2 * row + 2)]);
  const pixels = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([signature, chunk('IHDR', header()), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}
