import { z } from 'zod';
import { isEncodingAesKey } from '../../adapters/wechat/push/open-message.ts';
import type { Environment } from './environment.ts';

/** Virtual payment and pushes of the mini-program: each is there, or not. */
export const miniprogramShape = {
  WECHAT_XPAY_OFFER_ID: z
    .string()
    .regex(/^\w{1,64}$/, 'expected the OfferID')
    .optional(),
  WECHAT_XPAY_APP_KEY: z.string().min(1).optional(),
  /** 0: real money. 1: the sandbox. Each has an AppKey of its own. */
  WECHAT_XPAY_ENV: z.enum(['0', '1'], { error: 'expected 0 (real money) or 1 (sandbox)' }).default('0'),
  /** For the goods that WeChat lists. */
  WECHAT_XPAY_GOODS_IMAGE_URL: z.url({ protocol: /^https?$/, error: 'expected the URL of a picture' }).optional(),
  WECHAT_PUSH_TOKEN: z
    .string()
    .regex(/^[0-9A-Za-z]{3,32}$/, 'expected 3 to 32 letters and digits')
    .optional(),
  WECHAT_PUSH_AES_KEY: z
    .string()
    .refine(isEncodingAesKey, { message: 'expected the EncodingAESKey, 43 letters and digits' })
    .optional(),
};

type MiniprogramEnvironment = z.infer<z.ZodObject<typeof miniprogramShape>>;

export const toMiniprogram = (env: MiniprogramEnvironment) => ({
  xpay:
    env.WECHAT_XPAY_OFFER_ID && env.WECHAT_XPAY_APP_KEY
      ? {
          offerId: env.WECHAT_XPAY_OFFER_ID,
          appKey: env.WECHAT_XPAY_APP_KEY,
          goodsImageUrl: env.WECHAT_XPAY_GOODS_IMAGE_URL ?? null,
          env: env.WECHAT_XPAY_ENV === '1' ? (1 as const) : (0 as const),
        }
      : null,
  push: env.WECHAT_PUSH_TOKEN ? { token: env.WECHAT_PUSH_TOKEN, aesKey: env.WECHAT_PUSH_AES_KEY ?? null } : null,
});

const PLATFORMS = ['PAYMENT_ANDROID', 'PAYMENT_IOS', 'PAYMENT_OTHER'];
/** Without pushes virtual payment would tell nobody of refunds that Apple makes. */
const NEEDED = ['WECHAT_XPAY_OFFER_ID', 'WECHAT_XPAY_APP_KEY', 'WECHAT_PUSH_TOKEN'];

/** What a platform that sells through virtual payment lacks, as far as `errors` do not say it already. */
export function missingForXpay(env: Environment, errors: readonly string[]): string[] {
  const platform = PLATFORMS.find((name) => env[name] === 'xpay');
  if (!platform) return [];
  const missing = NEEDED.filter((name) => env[name] === undefined && !errors.some((each) => each.startsWith(name)));
  return missing.map((name) => `${name}: missing: ${platform}=xpay needs it`);
}
