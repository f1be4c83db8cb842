import type { Context } from '../context.ts';
import type { AppKind } from '../credentials/app-accounts.ts';
import { randomDigits } from '../crypto/random-text.ts';
import { nowSeconds } from '../pay/sign-headers.ts';
import { withQuery } from './build-request.ts';
import { getEcho } from './post-push.ts';
import type { PushSender } from './push-sender.ts';
import { signParts } from './sign-parts.ts';

export type AddressCheck = { readonly app: AppKind; readonly passed: boolean; readonly status: number | null };

/** What WeChat does before it accepts an address: the answer must be `echostr`, to the letter. */
export async function checkAddress(context: Context, pushes: PushSender, app: AppKind): Promise<AddressCheck | null> {
  const target = context.store.world.push.targets.get(app);
  if (!target) return null;
  const { token } = context.credentials.merchant.push;
  const timestamp = String(nowSeconds());
  const nonce = randomDigits(10);
  const echostr = randomDigits(19);
  const query = { signature: signParts(token, timestamp, nonce), timestamp, nonce, echostr };
  const answer = await pushes.withinLimit((signal) => getEcho(withQuery(target.url, query), signal));
  return { app, passed: answer.httpStatus === 200 && answer.reply === echostr, status: answer.httpStatus };
}
