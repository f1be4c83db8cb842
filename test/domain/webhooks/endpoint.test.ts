import { expect } from 'chai';
import type { ServiceId } from '../../../src/domain/shared/ids.ts';
import { endpointFacts, inOrder, isFor, listensTo } from '../../../src/domain/webhooks/endpoint.ts';
import { HEARD_EVENT_TYPES } from '../../../src/domain/webhooks/event.ts';
import { formatWebhookSecret } from '../../../src/domain/webhooks/secret.ts';
import { anEndpoint } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';

describe('an endpoint', () => {
  it('listens to everything, or to what it has asked for', () => {
    for (const type of HEARD_EVENT_TYPES) expect(listensTo(anEndpoint(), type)).to.equal(true);
    const some = anEndpoint({ events: ['order.paid', 'points.low'] });
    expect(HEARD_EVENT_TYPES.filter((type) => listensTo(some, type))).to.deep.equal(['order.paid', 'points.low']);
    expect(HEARD_EVENT_TYPES.filter((type) => listensTo(anEndpoint({ events: [] }), type))).to.deep.equal([]);
  });

  it('that is disabled listens to nothing', () => {
    expect(listensTo(anEndpoint({ enabled: false }), 'order.paid')).to.equal(false);
  });

  it('of its own hears what is the affair of its service, and of no other', () => {
    const endpoint = anEndpoint({ audience: 'own' });
    const [stranger, nobody] = [newId<ServiceId>(), new Set<ServiceId>()];
    expect(isFor(endpoint, new Set([stranger, endpoint.serviceId]))).to.equal(true);
    expect([isFor(endpoint, new Set([stranger])), isFor(endpoint, nobody)]).to.deep.equal([false, false]);
  });

  it('of everyone hears what is the affair of no service, too', () => {
    expect(isFor(anEndpoint(), new Set())).to.equal(true);
  });

  it('names each type once, in one order', () => {
    expect(inOrder(['points.low', 'order.paid', 'points.low'])).to.deep.equal(['order.paid', 'points.low']);
  });

  it('leaves what may be a password out of the audit log', () => {
    const facts = endpointFacts(anEndpoint({ url: 'https://product.example:8443/hooks/s3cr3t?token=hunter2' }));
    expect(facts['host']).to.equal('product.example:8443');
    expect(JSON.stringify(facts)).not.to.match(/s3cr3t|hunter2/);
  });

  it('has a secret as the Standard Webhooks write it', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, nth) => 255 - nth);
    expect(formatWebhookSecret(bytes)).to.equal(`whsec_${Buffer.from(bytes).toString('base64')}`);
  });
});
