import { signatureScheme } from './signature-scheme.ts';

const parameterNames = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const;
type ParameterName = (typeof parameterNames)[number];
export type Authorization = Readonly<Record<ParameterName, string>>;

export type AuthorizationReading =
  | { readonly kind: 'read'; readonly authorization: Authorization }
  | { readonly kind: 'other_scheme' }
  | { readonly kind: 'malformed'; readonly missing: string };

/** `WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",…`: five parameters in any order. */
export function readAuthorization(header: string): AuthorizationReading {
  const [scheme = '', ...rest] = header.trim().split(/\s+/);
  if (scheme !== signatureScheme) return { kind: 'other_scheme' };
  const pairs = [...rest.join(' ').matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  const found: Partial<Authorization> = Object.fromEntries(pairs);
  const missing = parameterNames.find((name) => !found[name]);
  return missing ? { kind: 'malformed', missing } : { kind: 'read', authorization: found as Authorization };
}
