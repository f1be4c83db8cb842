import { z } from 'zod';
import type { Context } from '../../context.ts';
import { appAccounts } from '../../credentials/app-accounts.ts';
import { type ApiAnswer, refuse } from '../api-answer.ts';
import { readBody } from '../read-body.ts';
import { plainToken, stableToken } from './stable-token.ts';

const text = z.string().default('');

const credentialsSchema = z.object({
  grant_type: text,
  appid: text,
  secret: text,
  force_refresh: z.boolean().default(false),
});

type Claims = z.infer<typeof credentialsSchema>;

function checkClaims({ credentials }: Context, claims: Claims): ApiAnswer | undefined {
  if (claims.grant_type !== 'client_credential') return refuse(40002, 'invalid grant_type');
  if (!claims.appid) return refuse(41002, 'appid missing');
  const account = Object.values(appAccounts(credentials)).find(({ appid }) => appid === claims.appid);
  if (!account) return refuse(40013, 'invalid appid');
  if (!claims.secret) return refuse(41004, 'appsecret missing');
  return account.appSecret === claims.secret ? undefined : refuse(40125, 'invalid appsecret');
}

/** `POST /cgi-bin/stable_token` */
export function answerStableToken(context: Context, body: unknown): ApiAnswer {
  const read = readBody(credentialsSchema, body);
  if (read.kind === 'refused') return read.refusal;
  const { appid, force_refresh: force } = read.value;
  return checkClaims(context, read.value) ?? stableToken(context, appid, force);
}

/** `GET /cgi-bin/token` */
export function answerPlainToken(context: Context, query: URLSearchParams): ApiAnswer {
  const claims = credentialsSchema.parse(Object.fromEntries([...query].filter(([name]) => name !== 'force_refresh')));
  return checkClaims(context, claims) ?? plainToken(context, claims.appid);
}
