import type WxPay from 'wechatpay-node-v3';
import { ExchangeFault } from '../exchange-fault.ts';
import { exchange, type HttpAnswer } from '../http-exchange.ts';
import { authorizeGet } from './authorize-request.ts';
import { isValidAt, type PlatformCertificates, readCertificates } from './platform-certificates.ts';
import { askForPublicKey, userAgent } from './request-signer.ts';
import type { WechatPaySettings } from './settings.ts';
import { maxAnswerBytes } from './transport.ts';
import { type FindKey, verifySignature } from './verify-signature.ts';
import { WechatPayError } from './wechat-pay-error.ts';

const path = '/v3/certificates';

/**
 * WeChat Pay API v3, GET /v3/certificates. The answer may be signed by a key that it brings itself: such a key is trusted
 * because only WeChat and we know the APIv3 key under which it authenticated. Throws `ExchangeFault`, or `WechatPayError`
 * (404 for merchants who have the public key only).
 */
export async function downloadCertificates(
  settings: WechatPaySettings,
  signer: WxPay,
  findTrustedKey: FindKey,
  now: Date,
): Promise<PlatformCertificates> {
  const answer = await exchange({
    method: 'GET',
    url: settings.baseUrl + path,
    headers: {
      Accept: 'application/json',
      'User-Agent': userAgent,
      ...authorizeGet(signer, path),
      ...askForPublicKey(settings),
    },
    timeoutMs: settings.timeoutMs,
    maxAnswerBytes,
  });
  if (answer.status !== 200) {
    throw new WechatPayError(answer.status, answer.body.toString('utf8'), answer.headers.get('request-id'));
  }
  const certificates = readCertificates(answer.body, settings.apiV3Keys);
  verifyAnswer(answer, certificates, findTrustedKey, now);
  return certificates;
}

function verifyAnswer(answer: HttpAnswer, brought: PlatformCertificates, findTrustedKey: FindKey, now: Date): void {
  const findKey: FindKey = (keyId) => {
    const certificate = brought.get(keyId.toUpperCase());
    return certificate !== undefined && isValidAt(certificate, now) ? certificate.key : findTrustedKey(keyId);
  };
  const message = { header: (name: string) => answer.headers.get(name), body: answer.body };
  const verification = verifySignature(message, findKey, now);
  if (verification.kind === 'refused') throw new ExchangeFault('unverifiable', `GET ${path}: ${verification.reason}`);
}
