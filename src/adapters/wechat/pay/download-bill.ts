import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type WxPay from 'wechatpay-node-v3';
import { z } from 'zod';
import { ExchangeFault } from '../exchange-fault.ts';
import { openExchange, type StreamedAnswer } from '../http-exchange.ts';
import { authorizeGet } from './authorize-request.ts';
import { userAgent } from './request-signer.ts';
import type { WechatPaySettings } from './settings.ts';
import { SpooledFile } from './spooled-file.ts';
import { WechatPayError } from './wechat-pay-error.ts';

/** What WeChat answers to the application for a bill, in a signed answer. */
export const billTicketSchema = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-f]{40}$/i),
  download_url: z.url(),
});
export type BillTicket = z.infer<typeof billTicketSchema>;

export type BillLimits = { readonly timeoutMs: number; readonly maxBytes: number };

/** Some three million rows. */
export const usualBillLimits: BillLimits = { timeoutMs: 300_000, maxBytes: 1024 * 1024 * 1024 };

const downloadPath = '/v3/billdownload/file';

/**
 * WeChat Pay API v3, GET /v3/billdownload/file. The answer carries no signature: the file is WeChat's because its SHA-1 is
 * the one of the signed ticket, taken of the plain text, and known only at its end. The ticket names WeChat's own host; the call
 * goes where every other one goes. Throws `ExchangeFault`, or `WechatPayError`, as for an address that has expired.
 */
export async function downloadBill(
  ticket: BillTicket,
  settings: WechatPaySettings,
  signer: WxPay,
  { timeoutMs, maxBytes }: BillLimits,
): Promise<SpooledFile> {
  const { pathname, search } = new URL(ticket.download_url);
  if (pathname !== downloadPath) throw new ExchangeFault('unreadable', 'the address of a bill is another one');
  const target = pathname + search;
  const answer = await openExchange({
    method: 'GET',
    url: settings.baseUrl + target,
    headers: { Accept: '*/*', 'User-Agent': userAgent, ...authorizeGet(signer, target) },
    ...{ timeoutMs, maxAnswerBytes: maxBytes },
  });
  if (answer.status !== 200) throw await errorIn(answer);
  const file = await SpooledFile.open();
  try {
    const hash = await spool(answer.body, file, maxBytes);
    if (hash === ticket.hash_value.toLowerCase()) return file;
    throw new ExchangeFault('unverifiable', `GET ${downloadPath}: not the file of the signed hash`);
  } catch (error) {
    await file.close();
    throw isZlibError(error) ? new ExchangeFault('unreadable', `GET ${downloadPath}: gzip`) : error;
  }
}

/** Gives the SHA-1 of the plain text, hexadecimal. */
async function spool(body: AsyncIterable<Uint8Array>, file: SpooledFile, maxBytes: number): Promise<string> {
  const hash = createHash('sha1');
  let size = 0;
  for await (const piece of await unpack(body)) {
    size += piece.byteLength;
    if (size > maxBytes) throw new ExchangeFault('too_large', `GET ${downloadPath}: more than ${maxBytes} bytes`);
    hash.update(piece);
    await file.append(piece);
  }
  return hash.digest('hex');
}

/** By its first bytes: the headers say it in several ways, and some clients unpack by themselves. */
async function unpack(body: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const pieces = body[Symbol.asyncIterator]();
  let begin = Buffer.alloc(0);
  while (begin.length < 2) {
    const { done, value } = await pieces.next();
    if (done) break;
    begin = Buffer.concat([begin, value]);
  }
  const all = wholeOf(begin, pieces);
  const isGzip = begin[0] === 0x1f && begin[1] === 0x8b;
  // What fails on the way in is thrown to whoever reads what comes out.
  return isGzip ? pipeline(Readable.from(all), createGunzip(), () => {}) : all;
}

async function* wholeOf(begin: Buffer, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield begin;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    // Whoever stops reading hangs up.
    await rest.return?.();
  }
}

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

async function errorIn({ status, headers, body }: StreamedAnswer): Promise<WechatPayError> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return new WechatPayError(status, Buffer.concat(pieces).toString('utf8'), headers.get('request-id'));
}
