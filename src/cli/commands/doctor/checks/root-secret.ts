import { sealedSamples } from '../../../../adapters/postgres/read-health.ts';
import { sealedForSigning } from '../../../../domain/keyvault/signature.ts';
import type { ServiceId, SigningSecretId, WebhookEndpointId, WebhookSecretId } from '../../../../domain/shared/ids.ts';
import type { SealedText } from '../../../../domain/shared/sealed-text.ts';
import { sealedForWebhook } from '../../../../domain/webhooks/secret.ts';
import { openServiceSeal } from '../../../system/service-seal.ts';
import { type Check, fail, ok, warn } from '../check.ts';

const CONTEXT_OF = {
  signing: (owner: string, id: string) => sealedForSigning(owner as ServiceId, id as SigningSecretId),
  webhook: (owner: string, id: string) => sealedForWebhook(owner as WebhookEndpointId, id as WebhookSecretId),
};

/** Does SEAHORSE_SECRET open what is sealed in this database? */
export const rootSecret: Check = {
  name: 'root secret',
  look: async (ground) => {
    const samples = await sealedSamples(await ground.database);
    const seal = await openServiceSeal(ground.config);
    if (!seal) {
      return samples.length === 0
        ? warn(
            'none; nothing is sealed so far',
            'set SEAHORSE_SECRET before a service signs, opens a checkout or has a webhook',
          )
        : fail('none, and secrets are sealed in the database', 'set SEAHORSE_SECRET to what they were sealed under');
    }
    const opens = samples.every(
      ({ kind, owner, id, sealed }) => seal.open(sealed as SealedText, CONTEXT_OF[kind](owner, id)) !== null,
    );
    if (!opens)
      return fail(
        'another one than secrets in the database are sealed under',
        'bring the earlier SEAHORSE_SECRET back from a backup',
      );
    return ok(samples.length === 0 ? 'there; nothing is sealed so far' : 'there, and opens what is sealed');
  },
};
