import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type WxPay from 'wechatpay-node-v3';
import { z } from 'zod';
import { ExchangeFault } from '../exchange-fault.ts';
import { exchange } from '../http-exchange.ts';
import { authorizeGet } from './authorize-request.ts';
import { userAgent } from './request-signer.ts';
import type { WechatPaySettings } from './settings.ts';
import { WechatPayError } from './wechat-pay-error.ts';

/** What WeChat answers to the application for a bill, in a signed answer. */
export const billTicketSchema = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-f]{40}$/i),
  download_url: z.url(),
});
export type BillTicket = z.infer<typeof billTicketSchema>;

export type BillLimits = { readonly timeoutMs: number; readonly maxBytes: number };

/** Some 150 000 rows. */
export const usualBillLimits: BillLimits = { timeoutMs: 60_000, maxBytes: 64 * 1024 * 1024 };

const downloadPath = '/v3/billdownload/file';
const gzipMagic = Buffer.from([0x1f, 0x8b]);

/**
 * WeChat Pay API v3, GET /v3/billdownload/file. The answer carries no signature: the file is WeChat's because its SHA-1 is
 * the one of the signed ticket, taken of the plain text. The ticket names WeChat's own host; the call goes where every
 * other one goes. Throws `ExchangeFault`, or `WechatPayError`, as for an address that has expired.
 */
export async function downloadBill(
  ticket: BillTicket,
  settings: WechatPaySettings,
  signer: WxPay,
  { timeoutMs, maxBytes }: BillLimits,
): Promise<Buffer> {
  const { pathname, search } = new URL(ticket.download_url);
  if (pathname !== downloadPath) throw new ExchangeFault('unreadable', 'the address of a bill is another one');
  const target = pathname + search;
  const answer = await exchange({
    method: 'GET',
    url: settings.baseUrl + target,
    headers: { Accept: '*/*', 'User-Agent': userAgent, ...authorizeGet(signer, target) },
    ...{ timeoutMs, maxAnswerBytes: maxBytes },
  });
  if (answer.status !== 200) {
    throw new WechatPayError(answer.status, answer.body.toString('utf8'), answer.headers.get('request-id'));
  }
  const plain = unpack(answer.body, maxBytes);
  const hash = createHash('sha1').update(plain).digest('hex');
  if (hash === ticket.hash_value.toLowerCase()) return plain;
  throw new ExchangeFault('unverifiable', `GET ${downloadPath}: not the file of the signed hash`);
}

/** By its first bytes: the headers say it in several ways, and some clients unpack by themselves. */
function unpack(body: Buffer, maxBytes: number): Buffer {
  if (!body.subarray(0, 2).equals(gzipMagic)) return body;
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const isTooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ExchangeFault(isTooLarge ? 'too_large' : 'unreadable', `GET ${downloadPath}: gzip`);
  }
}
