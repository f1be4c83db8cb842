import type { Context } from '../context.ts';
import { signedMessage, verifiesRsa } from '../crypto/rsa-signature.ts';
import { signatureSkewSeconds } from '../time/limits.ts';
import { type Answer, type RefusalDetail, refuse } from './answer.ts';
import { jsonObjectIn, type PayRequest, queryOf } from './pay-request.ts';
import { type Authorization, readAuthorization } from './read-authorization.ts';
import { nowSeconds } from './sign-headers.ts';

const shownMessageCharacters = 60;

function refuseSignature(message: string, issue: string, field: string, more: RefusalDetail = {}): Answer {
  return refuse(401, 'SIGN_ERROR', message, { detail: { issue }, field, location: 'authorization', ...more });
}

const messageOf = ({ method, target, rawBody }: PayRequest, { timestamp, nonce_str }: Authorization): Buffer =>
  signedMessage([method, target, timestamp, nonce_str, rawBody]);

/** WeChat shows how it understood the request, so that a merchant can compare; the end is cut off. */
function signInformation(request: PayRequest, message: Buffer): RefusalDetail {
  return {
    sign_information: {
      method: request.method,
      url: request.target,
      truncated_sign_message: message.toString('utf8').slice(0, shownMessageCharacters),
      sign_message_length: message.length,
    },
  };
}

const claimedMchids = ({ rawBody, target }: PayRequest): unknown[] =>
  [jsonObjectIn(rawBody)?.['mchid'], queryOf(target).get('mchid')].filter((mchid) => typeof mchid === 'string');

function checkMerchant({ credentials: { merchant } }: Context, request: PayRequest, claims: Authorization) {
  if (claims.mchid !== merchant.mchid) return refuseSignature(`商户号${claims.mchid}不存在`, 'mchid unknown', 'mchid');
  if (claimedMchids(request).some((mchid) => mchid !== claims.mchid)) {
    return refuseSignature('Http头Authorization中的mchid与请求参数不一致', 'mchid not match', 'mchid');
  }
  // Libraries in wide use send the serial in lower case, and WeChat takes it.
  if (claims.serial_no.toUpperCase() !== merchant.merchantSerial) {
    return refuseSignature('商户证书序列号有误', 'serial_no unknown', 'serial_no');
  }
  return undefined;
}

function checkTimestamp({ timestamp }: Authorization): Answer | undefined {
  const skewSeconds = /^\d{1,12}$/.test(timestamp) ? Math.abs(nowSeconds() - Number(timestamp)) : Infinity;
  if (skewSeconds <= signatureSkewSeconds) return undefined;
  const message = 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟';
  return refuseSignature(message, 'timestamp expired', 'timestamp');
}

function checkSignature({ keyring }: Context, request: PayRequest, claims: Authorization): Answer | undefined {
  const message = messageOf(request, claims);
  if (verifiesRsa(message, claims.signature, keyring.merchantPublicKey)) return undefined;
  return refuseSignature('签名错误', 'sign not match', 'signature', signInformation(request, message));
}

/** The refusal that WeChat would answer, or nothing. The order of checks is part of the contract. */
export function checkRequestSignature(context: Context, request: PayRequest): Answer | undefined {
  const reading = readAuthorization(request.header('authorization') ?? '');
  if (reading.kind === 'other_scheme') {
    return refuseSignature('Http头Authorization认证类型不正确', 'scheme not supported', 'authorization');
  }
  if (reading.kind === 'malformed') {
    return refuseSignature('Http头Authorization值格式错误', `${reading.missing} missing`, reading.missing);
  }
  const claims = reading.authorization;
  return checkMerchant(context, request, claims) ?? checkTimestamp(claims) ?? checkSignature(context, request, claims);
}
