import { publicId } from '../../../adapters/http/public-id.ts';
import type { AddEndpointOutcome, RefusedUrl } from '../../../application/webhooks/add-endpoint.ts';
import type { WebhookEndpointId } from '../../../domain/shared/ids.ts';
import { RefusedByPolicy } from '../../face/failures.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { UsageError } from '../usage-error.ts';

type Refused = Extract<AddEndpointOutcome, { kind: 'url_refused' | 'url_taken' }>;

const WHY: Readonly<Record<RefusedUrl['reason'], string>> = {
  not_an_address: 'expected an address such as https://product.example/webhooks, of at most 512 characters, without #',
  not_https: 'events go out over https only; http is for networks that WEBHOOK_PRIVATE_NETWORKS names',
  user_in_address: 'leave the user and the password out: events are signed, which proves that they are ours',
  port_not_allowed: 'the port is 443, or 1024 or above',
  local_name:
    'only a local network knows this host; name that network in WEBHOOK_PRIVATE_NETWORKS, or use a public name',
  unresolved: 'the name of the host leads to no address',
  address_not_public:
    'an address behind this host is not on the public internet; where that is wanted, name its network in WEBHOOK_PRIVATE_NETWORKS',
};

/** A mistake of whoever called, a rule about networks, or a name that leads nowhere at the moment. */
export function refusalOf(refused: Refused): Error {
  if (refused.kind === 'url_taken') {
    return new UsageError(`the service has an endpoint there already: ${publicId('whk', refused.endpoint.id)}`);
  }
  const { reason } = refused;
  if (reason === 'address_not_public') return new RefusedByPolicy(WHY[reason]);
  return reason === 'unresolved' ? new ExpectedFailure(WHY[reason]) : new UsageError(WHY[reason]);
}

export const noSuchEndpoint = (id: WebhookEndpointId): ExpectedFailure =>
  new ExpectedFailure(`there is no endpoint ${publicId('whk', id)}; "seahorse webhooks list" names them all`);
