import { expect } from 'chai';
import type { IpAddress, Network } from '../../../src/domain/keyvault/network.ts';
import { OPERATIONS, refuseService, type Service, type ServiceCall } from '../../../src/domain/keyvault/service.ts';
import type { ServiceId, SigningSecretId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const [mine, spare, foreign] = [newId(), newId(), newId()] as SigningSecretId[] as [
  SigningSecretId,
  SigningSecretId,
  SigningSecretId,
];
const known = (change: Partial<Service> = {}, expiresAt: Date | null = null) => ({
  service: {
    ...{ id: newId<ServiceId>(), name: 'vision', operations: 'all' as const, networks: null },
    ...{ requiresSignature: false, enabled: true, createdAt: NOON },
    ...change,
  },
  token: { expiresAt },
  liveSecrets: [mine, spare],
});
const aCall = (change: Partial<ServiceCall> = {}): ServiceCall => ({
  ...{ operation: 'usage', peer: null, signedWith: null },
  ...change,
});
const refusal = (change: Partial<Service>, call: Partial<ServiceCall> = {}) =>
  refuseService(known(change), aCall(call), NOON);
const ip = (text: string): IpAddress => text as IpAddress;
const IN_TEN: Partial<Service> = { networks: ['192.168.0.0/16', '10.0.0.0/8'] as Network[] };
const SIGNING: Partial<Service> = { requiresSignature: true };

describe('a service', () => {
  it('may be allowed these operations', () => {
    expect(OPERATIONS).to.deep.equal(['usage', 'reverse', 'holds', 'verify', 'balance']);
  });

  it('that may do everything from anywhere is admitted for each of them', () => {
    for (const operation of OPERATIONS) {
      expect(refusal({}, { operation })).to.equal(null);
      expect(refusal({}, { operation, peer: ip('203.0.113.9') })).to.equal(null);
    }
  });

  it('is unknown with a token that was never made', () => {
    expect(refuseService(null, aCall(), NOON)).to.equal('service_token_unknown');
  });

  it('is unknown while it is disabled', () => {
    expect(refusal({ enabled: false })).to.equal('service_token_unknown');
  });

  it('is unknown from the instant on at which its token ends', () => {
    const until = (end: Date | null) => refuseService(known({}, end), aCall(), NOON);
    expect(until(msAfter(NOON, 1))).to.equal(null);
    expect(until(NOON)).to.equal('service_token_unknown');
    expect(until(msAfter(NOON, -1))).to.equal('service_token_unknown');
    expect(until(null)).to.equal(null);
  });

  it('may do what it was granted and nothing else', () => {
    for (const granted of OPERATIONS) {
      for (const operation of OPERATIONS) {
        const expected = granted === operation ? null : 'operation_not_granted';
        expect(refusal({ operations: [granted] }, { operation })).to.equal(expected);
      }
    }
    expect(refusal({ operations: ['balance', 'usage'] })).to.equal(null);
    expect(refusal({ operations: [] })).to.equal('operation_not_granted');
  });

  it('comes from its networks and from nowhere else', () => {
    for (const peer of ['10.1.2.3', '192.168.0.1', '::ffff:10.1.2.3']) {
      expect(refusal(IN_TEN, { peer: ip(peer) })).to.equal(null);
    }
    for (const peer of ['11.1.2.3', '::1']) expect(refusal(IN_TEN, { peer: ip(peer) })).to.equal('network_not_allowed');
    expect(refusal({ networks: [] }, { peer: ip('10.1.2.3') })).to.equal('network_not_allowed');
  });

  it('that comes from nobody knows where is in no network', () => {
    expect(refusal(IN_TEN)).to.equal('network_not_allowed');
    expect(refusal({ networks: ['0.0.0.0/0', '::/0'] as Network[] })).to.equal('network_not_allowed');
    expect(refusal({})).to.equal(null);
  });

  it('that has to sign signs with a live secret of its own', () => {
    expect(refusal(SIGNING)).to.equal('signature_required');
    expect(refusal(SIGNING, { signedWith: foreign })).to.equal('signature_required');
    for (const signedWith of [mine, spare]) expect(refusal(SIGNING, { signedWith })).to.equal(null);
    const without = { ...known(SIGNING), liveSecrets: [] };
    expect(refuseService(without, aCall({ signedWith: mine }), NOON)).to.equal('signature_required');
  });

  it('that need not sign may, with whatever', () => {
    for (const signedWith of [mine, foreign]) expect(refusal({}, { signedWith })).to.equal(null);
  });

  it('is told the first of several reasons: unknown, not granted, from elsewhere, not signed', () => {
    const all = { enabled: false, operations: [], ...IN_TEN, ...SIGNING };
    expect(refusal(all)).to.equal('service_token_unknown');
    expect(refuseService(known({ ...all, enabled: true }, NOON), aCall(), NOON)).to.equal('service_token_unknown');
    expect(refusal({ ...all, enabled: true })).to.equal('operation_not_granted');
    expect(refusal({ ...IN_TEN, ...SIGNING })).to.equal('network_not_allowed');
    expect(refusal({ ...IN_TEN, ...SIGNING }, { peer: ip('10.1.2.3') })).to.equal('signature_required');
  });
});
