import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { miniprogramShape, toMiniprogram } from './miniprogram-config.ts';
import { lacks, officialAccountShape, toOfficialAccount } from './official-account-config.ts';
import { subscribeMessagesShape, toMessageSettings } from './subscribe-messages-config.ts';

/** A real WeChat account: the mini-program and the merchant that it pays. */
export type WechatAccount = z.infer<typeof wechatSchema>;

const pem = (kind: 'private' | 'public') =>
  z
    .string()
    // One-line environments write line breaks as \n.
    .transform((text) => text.replaceAll('\\n', '\n'))
    .refine((text) => isRsaKey(kind, text), { message: `expected an RSA ${kind} key in PEM` });

const apiV3Key = z.string().regex(/^[\x21-\x7e]{32}$/, { message: 'expected 32 ASCII characters' });
const shape = z.object({
  WECHAT_APP_ID: z.string({ error: 'missing: the appid of the mini-program' }).min(1),
  WECHAT_APP_SECRET: z.string({ error: 'missing: the secret of the mini-program' }).min(1),
  /** The app that shows QR codes, where it is another one than the mini-program. */
  WECHAT_PAY_NATIVE_APP_ID: z.string().min(1).optional(),
  WECHAT_API_BASE_URL: z.url().default('https://api.weixin.qq.com'),
  WECHAT_PAY_MCH_ID: z.string({ error: 'missing: the merchant number' }).regex(/^\d{8,10}$/, 'expected 8 to 10 digits'),
  WECHAT_PAY_MERCHANT_SERIAL: z
    .string({ error: 'missing: the serial number of the merchant API certificate' })
    .regex(/^[0-9A-Fa-f]{8,64}$/, { message: 'expected hexadecimal digits' })
    .transform((serial) => serial.toUpperCase()),
  WECHAT_PAY_PRIVATE_KEY: z.string({ error: 'missing: the merchant private key (PEM)' }).pipe(pem('private')),
  /** Two, separated by a comma, while the key is being changed; the new one first. */
  WECHAT_PAY_API_V3_KEY: z
    .string({ error: 'missing: the APIv3 key' })
    .transform((text) => text.split(','))
    .pipe(z.array(apiV3Key).min(1)),
  WECHAT_PAY_PUBLIC_KEY_ID: z
    .string()
    .regex(/^PUB_KEY_ID_\d+$/, { message: 'expected PUB_KEY_ID_…' })
    .optional(),
  WECHAT_PAY_PUBLIC_KEY: z.string().pipe(pem('public')).optional(),
  WECHAT_PAY_CERTIFICATES: z.enum(['download', 'off']).default('off'),
  WECHAT_PAY_NOTIFY_URL: z
    .url({ protocol: /^https?$/, error: 'missing: where WeChat reaches POST /api/webhook/wechat' })
    .refine((text) => !text.includes('?'), { message: 'WeChat allows no query string' }),
  WECHAT_PAY_BASE_URL: z.url().default('https://api.mch.weixin.qq.com'),
  ...miniprogramShape,
  ...officialAccountShape,
  ...subscribeMessagesShape,
});

export const WECHAT_NAMES = Object.keys(shape.shape) as (keyof typeof shape.shape)[];

/** Also asked when other variables are wrong, so that one run names every mistake; but one complaint about a thing is enough. */
const about = (name: string, error: string) => ({
  ...{ error, path: [name] },
  when: ({ issues }: z.core.ParsePayload) => !issues.some(({ path }) => String(path?.[0]).startsWith(name)),
});
const aboutThePublicKey = (error: string) => about('WECHAT_PAY_PUBLIC_KEY', error);

const LACKING = 'missing: the official account needs it';

export const wechatSchema = shape
  .refine(
    (env) => (env.WECHAT_PAY_PUBLIC_KEY_ID === undefined) === (env.WECHAT_PAY_PUBLIC_KEY === undefined),
    aboutThePublicKey('needs its id, and the id the key'),
  )
  .refine(
    (env) => env.WECHAT_PAY_PUBLIC_KEY !== undefined || env.WECHAT_PAY_CERTIFICATES === 'download',
    aboutThePublicKey('missing: the WeChat Pay public key, or WECHAT_PAY_CERTIFICATES=download for an older merchant'),
  )
  .refine(
    (env) => env.WECHAT_XPAY_APP_KEY !== undefined || env.WECHAT_XPAY_OFFER_ID === undefined,
    about('WECHAT_XPAY_APP_KEY', 'missing: WECHAT_XPAY_OFFER_ID has one, of the environment in WECHAT_XPAY_ENV'),
  )
  .refine(
    (env) => env.WECHAT_XPAY_OFFER_ID !== undefined || env.WECHAT_XPAY_APP_KEY === undefined,
    about('WECHAT_XPAY_OFFER_ID', 'missing: WECHAT_XPAY_APP_KEY belongs to one'),
  )
  .refine(
    (env) => env.WECHAT_PUSH_TOKEN !== undefined || env.WECHAT_PUSH_AES_KEY === undefined,
    about('WECHAT_PUSH_TOKEN', 'missing: WECHAT_PUSH_AES_KEY belongs to one'),
  )
  .refine((env) => !lacks(env, 'WECHAT_OA_APP_ID'), about('WECHAT_OA_APP_ID', LACKING))
  .refine((env) => !lacks(env, 'WECHAT_OA_APP_SECRET'), about('WECHAT_OA_APP_SECRET', LACKING))
  .refine((env) => !lacks(env, 'WECHAT_OA_TOKEN'), about('WECHAT_OA_TOKEN', LACKING))
  .transform((env) => ({
    ...toMiniprogram(env),
    messages: toMessageSettings(env),
    officialAccount: toOfficialAccount(env, env.WECHAT_API_BASE_URL.replace(/\/$/, '')),
    pay: {
      baseUrl: env.WECHAT_PAY_BASE_URL.replace(/\/$/, ''),
      appid: env.WECHAT_APP_ID,
      mchid: env.WECHAT_PAY_MCH_ID,
      merchantSerial: env.WECHAT_PAY_MERCHANT_SERIAL,
      merchantPrivateKeyPem: env.WECHAT_PAY_PRIVATE_KEY,
      apiV3Keys: env.WECHAT_PAY_API_V3_KEY,
      publicKey:
        env.WECHAT_PAY_PUBLIC_KEY_ID && env.WECHAT_PAY_PUBLIC_KEY
          ? { id: env.WECHAT_PAY_PUBLIC_KEY_ID, pem: env.WECHAT_PAY_PUBLIC_KEY }
          : null,
      downloadCertificates: env.WECHAT_PAY_CERTIFICATES === 'download',
      notifyUrl: env.WECHAT_PAY_NOTIFY_URL,
    },
    nativeAppid: env.WECHAT_PAY_NATIVE_APP_ID ?? env.WECHAT_APP_ID,
    login: {
      baseUrl: env.WECHAT_API_BASE_URL.replace(/\/$/, ''),
      appid: env.WECHAT_APP_ID,
      appSecret: env.WECHAT_APP_SECRET,
    },
  }));

function isRsaKey(kind: 'private' | 'public', text: string): boolean {
  try {
    const key = kind === 'private' ? createPrivateKey(text) : createPublicKey(text);
    return key.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
