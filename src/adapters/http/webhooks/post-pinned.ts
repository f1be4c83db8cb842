import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { GuardedAddress } from './address-guard.ts';

export type Post = {
  readonly url: URL;
  /** The only ones that it connects to. */
  readonly addresses: readonly GuardedAddress[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Aborted, it fails, whatever it is at. */
  readonly signal: AbortSignal;
  /** Whom to trust; null: whom the machine trusts. */
  readonly ca: string | null;
};
export type PostAnswer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** As it came, not unpacked; no more than `MOST_ANSWER_BYTES` of it. */
  readonly body: Buffer;
};

const MOST_ANSWER_BYTES = 65_536;

/** One request on a connection of its own. No redirect is followed: it is an answer like others. */
export async function postPinned({ url, addresses, headers, body, signal, ca }: Post): Promise<PostAnswer> {
  const { request } = url.protocol === 'https:' ? https : http;
  // A pooled connection could be one to an address of an earlier answer.
  const options = { method: 'POST', headers, agent: false, lookup: pinnedTo(addresses), signal, ...(ca && { ca }) };
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const sent = request(url, options, resolve);
    sent.on('error', reject);
    // It may end without either: an answer that switches protocols is nobody's here.
    sent.once('close', () => reject(new Error('closed')));
    sent.end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await readCapped(response) };
}

/** Node asks for one address or for all, depending on its version and on what it tries first. */
const pinnedTo =
  (addresses: readonly GuardedAddress[]): LookupFunction =>
  (_hostname, { all }, answer) => {
    const [first] = addresses;
    if (!first) return answer(new Error('no address'), []);
    return all ? answer(null, [...addresses]) : answer(null, first.address, first.family);
  };

/** What is beyond the limit is not waited for: leaving the loop closes the connection. */
async function readCapped(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES);
}
