import { addDays } from '../../domain/shared/beijing-time.ts';
import type { HeardType, News } from '../../domain/webhooks/event.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { type TellNeeds, tellWebhooks } from './tell-webhooks.ts';

/** `over`: when nobody has to be told any more. */
type Told = { readonly news: News<HeardType>; readonly over: Date };

/** Tells what of this was not told before. The marks outlive the events, which are kept for a month only. */
export async function tellOnce(
  stores: Pick<Stores, TellNeeds | 'webhookMarks'>,
  ids: IdSource,
  type: HeardType,
  told: readonly Told[],
  now: Date,
): Promise<void> {
  const marks = told.map(({ news: { userId, key }, over }) => ({ userId, key, forgetAt: addDays(over, 1) }));
  const fresh = await stores.webhookMarks.noteTold(type, marks);
  for (const { news } of told) if (fresh.has(news.key)) await tellWebhooks(stores, ids, news, now);
}
