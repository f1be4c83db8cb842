import { z } from 'zod';
import { isEncodingAesKey } from '../../adapters/wechat/push/open-message.ts';

/** The official account (公众号) whose followers are users: it is there, or not. */
export const officialAccountShape = {
  WECHAT_OA_APP_ID: z.string().min(1).optional(),
  WECHAT_OA_APP_SECRET: z.string().min(1).optional(),
  WECHAT_OA_TOKEN: z
    .string()
    .regex(/^[0-9A-Za-z]{3,32}$/, 'expected 3 to 32 letters and digits')
    .optional(),
  WECHAT_OA_AES_KEY: z
    .string()
    .refine(isEncodingAesKey, { message: 'expected the EncodingAESKey, 43 letters and digits' })
    .optional(),
};

type OfficialAccountEnvironment = z.infer<z.ZodObject<typeof officialAccountShape>>;

export const toOfficialAccount = (env: OfficialAccountEnvironment, baseUrl: string) =>
  env.WECHAT_OA_APP_ID && env.WECHAT_OA_APP_SECRET && env.WECHAT_OA_TOKEN
    ? {
        ...{ baseUrl, appid: env.WECHAT_OA_APP_ID, appSecret: env.WECHAT_OA_APP_SECRET },
        ...{ token: env.WECHAT_OA_TOKEN, aesKey: env.WECHAT_OA_AES_KEY ?? null },
      }
    : null;

/** An official account that is named, and this is missing? */
export const lacks = (env: OfficialAccountEnvironment, name: keyof OfficialAccountEnvironment): boolean =>
  env[name] === undefined &&
  Object.keys(officialAccountShape).some((each) => env[each as keyof OfficialAccountEnvironment] !== undefined);
