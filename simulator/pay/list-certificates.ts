import type { Context } from '../context.ts';
import { sealResource } from '../crypto/seal-resource.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { type Answer, succeed } from './answer.ts';

/**
 * `GET /v3/certificates`. Signed by the very certificate inside: a client has nothing else to verify it with, and
 * trusts it because only WeChat knows the APIv3 key.
 */
export function listCertificates({ credentials: { merchant, platform } }: Context): Answer {
  const entry = {
    serial_no: platform.certificateSerial,
    effective_time: beijingRfc3339(platform.certificateValidFromMs),
    expire_time: beijingRfc3339(platform.certificateValidUntilMs),
    encrypt_certificate: sealResource(platform.certificatePem, 'certificate', merchant.apiV3Key),
  };
  return { ...succeed({ data: [entry] }), signedBy: 'certificate' };
}
