import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readAnswer, type WireAnswer } from '../../../support/http/wire-client.ts';
import type { Dice } from '../../dice.ts';

/** How it ended for the client: with which answer (0: without one, -1: not at all), and after how long. */
export type End = { readonly status: number; readonly tookMs: number };
type Attack = (socket: Socket, dice: Dice) => NodeJS.Timeout | undefined;

const DRIP_MS = 50;
const KIB = 1_024;
const GIVE_UP_MS = 100_000;

/** Routes that read bodies, each in its own way. */
const READERS = [
  ...['/api/v1/session', '/api/payment/create', '/internal/v1/usage', '/internal/v1/usage/batch', '/api/v1/api-keys'],
  ...['/api/webhook/wechat', '/api/webhook/wechat-push', '/api/webhook/wechat-oa', '/api/v1/me/avatar'],
];
const head = (path: string, lines: readonly string[] = []): string =>
  [`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const whole = (path: string, body: string | Buffer, lines: readonly string[] = []): Buffer =>
  Buffer.concat([Buffer.from(head(path, [...lines, `Content-Length: ${body.length}`])), Buffer.from(body)]);

/** Says the beginning, and then a little more again and again. */
const drip = (beginning: string, more: string): Attack => {
  return (socket) => {
    socket.write(beginning);
    return setInterval(() => socket.write(more), DRIP_MS);
  };
};
const say =
  (bytes: (dice: Dice) => Buffer | string): Attack =>
  (socket, dice) => {
    socket.write(bytes(dice));
    return undefined;
  };

const GZIP_BOMB = gzipSync(Buffer.alloc(20 * KIB * KIB, ' '));
const BROTLI_BOMB = brotliCompressSync(Buffer.alloc(20 * KIB * KIB, ' '));
const CHUNK = `${(16 * KIB).toString(16)}\r\n${' '.repeat(16 * KIB)}\r\n`;

/** What takes our time until we end it. */
export const SLOW: Readonly<Record<string, Attack>> = {
  'says nothing': () => undefined,
  'never ends its headers': drip('GET /api/v1/packages HTTP/1.1\r\nHost: x\r\n', 'X-A: b\r\n'),
  'says its first line by letters': drip('GET /', 'x'),
  'never ends its body': (socket, dice) => drip(head(dice.pick(READERS), ['Content-Length: 30000']), ' ')(socket, dice),
  'never ends its chunks': (socket, dice) =>
    drip(head(dice.pick(READERS), ['Transfer-Encoding: chunked']), CHUNK)(socket, dice),
  'asks once and stays': say(() => 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'),
};

/** What is large, deep or much. */
export const LARGE: Readonly<Record<string, Attack>> = {
  'sends a megabyte': say((dice) => whole(dice.pick(READERS), Buffer.alloc(1_200 * KIB, ' '))),
  'announces a gigabyte': say((dice) => head(dice.pick(READERS), ['Content-Length: 1073741824'])),
  'nests lists': say((dice) => whole(dice.pick(READERS), '['.repeat(15_000) + ']'.repeat(15_000))),
  'nests objects': say((dice) => whole(dice.pick(READERS), `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)),
  'has a hundred thousand digits': say((dice) => whole(dice.pick(READERS), `{"points":${'9'.repeat(30_000)}}`)),
  'packs a bomb with gzip': say((dice) => whole(dice.pick(READERS), GZIP_BOMB, ['Content-Encoding: gzip'])),
  'packs a bomb with brotli': say((dice) => whole(dice.pick(READERS), BROTLI_BOMB, ['Content-Encoding: br'])),
  'sends thousands of headers': say(() => head('/api/v1/session', Array(8_000).fill('X-A: b'))),
  'sends a header of 64 KiB': say(() => head('/api/v1/session', [`Cookie: ${'x'.repeat(64 * KIB)}`])),
  'sends a path of 64 KiB': say(() => `GET /${'x'.repeat(64 * KIB)} HTTP/1.1\r\nHost: x\r\n\r\n`),
  'says two lengths': say(() => head('/api/v1/session', ['Content-Length: 2', 'Content-Length: 30'])),
  'says a length and chunks': say(() => head('/api/v1/session', ['Content-Length: 2', 'Transfer-Encoding: chunked'])),
  'speaks no HTTP': say(() => `\x16\x03\x01${'\x00'.repeat(600)}\r\n\r\n`),
};

/** Makes one connection and sees it through: until it is answered (of `LARGE`) or closed (of `SLOW`). */
export async function attack(port: number, kind: string, dice: Dice, giveUpMs = GIVE_UP_MS): Promise<End> {
  const begunAt = performance.now();
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const slow = SLOW[kind];
  await once(socket, 'connect').catch(() => {});
  const closed = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)));
  const answered = readAnswer(socket, 'POST', giveUpMs);
  const ticking = (slow ?? (LARGE[kind] as Attack))(socket, dice);
  const answer = await answered;
  const isOver = slow ? await isClosed(closed, answer, giveUpMs - (performance.now() - begunAt)) : answer.status >= 0;
  clearInterval(ticking);
  socket.destroy();
  return { status: isOver ? answer.status : -1, tookMs: performance.now() - begunAt };
}

/** An answer does not end what takes our time: the connection has to be gone. */
function isClosed(closed: Promise<boolean>, { status }: WireAnswer, leftMs: number): Promise<boolean> {
  if (status === -1) return Promise.resolve(false);
  return Promise.race([closed, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), leftMs).unref())]);
}
