import { createSign, createVerify, type KeyObject } from 'node:crypto';

/** The parts of a signed message, one per line; WeChat Pay API v3 ends every line, including the last, with LF. */
export function signedMessage(lines: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
}

/** RSASSA-PKCS1-v1_5 with SHA-256, in base64. */
export const signRsa = (message: Buffer, privateKey: KeyObject): string =>
  createSign('RSA-SHA256').update(message).sign(privateKey, 'base64');

export function verifiesRsa(message: Buffer, signatureBase64: string, publicKey: KeyObject): boolean {
  return createVerify('RSA-SHA256').update(message).verify(publicKey, signatureBase64, 'base64');
}
