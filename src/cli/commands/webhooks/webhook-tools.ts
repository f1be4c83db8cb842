import type { SealSecret } from '../../../application/shared/seal-secret.ts';
import type { WebhookSender } from '../../../domain/webhooks/webhook-sender.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { openServiceSeal } from '../../system/service-seal.ts';
import { openWebhookSender } from '../../system/webhook-sender.ts';
import { byOperator } from '../operator-name.ts';
import { NO_ROOT } from '../services/credentials.ts';
import { type Tools, withDatabase } from '../with-database.ts';

export type WebhookTools = Tools & {
  readonly by: ReturnType<typeof byOperator>;
  readonly webhookSender: WebhookSender;
};

/** With what it needs to change and to send. */
export const withWebhooks = <T>(by: string | undefined, work: (tools: WebhookTools) => Promise<T>): Promise<T> =>
  withDatabase((tools) => work({ ...tools, by: byOperator(by), webhookSender: openWebhookSender(tools.config) }));

export async function sealOf({ config }: Tools): Promise<SealSecret> {
  const serviceSeal = await openServiceSeal(config);
  if (!serviceSeal) throw new ExpectedFailure(NO_ROOT);
  return serviceSeal;
}
