import { exchange } from '../http-exchange.ts';
import { parseJson } from '../parse-json.ts';
import { authorizeGet } from './authorize-request.ts';
import { isValidAt, type PlatformCertificates, readCertificates } from './platform-certificates.ts';
import { createRequestSigner, userAgent } from './request-signer.ts';
import type { WechatPaySettings } from './settings.ts';
import { maxAnswerBytes } from './transport.ts';

const PATH = '/v3/certificates';

export type CertificatesAnswer = {
  readonly status: number;
  /** WeChat's, of an error; empty where it gives none. */
  readonly code: string;
  /** How far WeChat is ahead of us; null: it does not say. */
  readonly aheadMs: number | null;
  /** Null: nothing to decrypt, or no APIv3 key of ours decrypts it. */
  readonly certificates: PlatformCertificates | null;
};

/**
 * A signed GET /v3/certificates, for what its answer tells of our keys and clock: 401, the signature is not the serial number's;
 * 404, all is well, and this merchant has the public key only. Believes nothing of it: no key is taken over. Throws `ExchangeFault`.
 */
export async function askForCertificates(settings: WechatPaySettings): Promise<CertificatesAnswer> {
  const sentAt = Date.now();
  const answer = await exchange({
    ...{ method: 'GET', url: settings.baseUrl + PATH, timeoutMs: settings.timeoutMs, maxAnswerBytes },
    headers: {
      Accept: 'application/json',
      'User-Agent': userAgent,
      ...authorizeGet(createRequestSigner(settings), PATH),
    },
  });
  const halfway = (sentAt + Date.now()) / 2;
  const date = Date.parse(answer.headers.get('date') ?? '');
  const body = parseJson(answer.body.toString('utf8')) as { readonly code?: unknown } | undefined;
  return {
    status: answer.status,
    code: typeof body?.code === 'string' ? body.code : '',
    aheadMs: Number.isNaN(date) ? null : date - halfway,
    certificates: answer.status === 200 ? readable(answer.body, settings.apiV3Keys) : null,
  };
}

function readable(body: Buffer, apiV3Keys: readonly string[]): PlatformCertificates | null {
  try {
    return readCertificates(body, apiV3Keys);
  } catch {
    return null;
  }
}

/** When the last of those that are valid now ends; null: none is. */
export function validUntil(certificates: PlatformCertificates, now: Date): Date | null {
  const ends = [...certificates.values()]
    .filter((each) => isValidAt(each, now))
    .map(({ validTo }) => validTo.getTime());
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}
