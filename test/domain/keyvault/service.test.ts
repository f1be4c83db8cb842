import { expect } from 'chai';
import { endOfGrace, isLive, LONGEST_GRACE_MS } from '../../../src/domain/keyvault/credential.ts';
import type { IpAddress, Network } from '../../../src/domain/keyvault/network.ts';
import { OPERATIONS, refuseService, type Service, type ServiceCall } from '../../../src/domain/keyvault/service.ts';
import { changedService, type ServiceChange } from '../../../src/domain/keyvault/service-change.ts';
import type { SigningSecretId } from '../../../src/domain/shared/ids.ts';
import { aService } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const SECRET = newId<SigningSecretId>();
const strict = aService({
  operations: ['usage'],
  networks: ['10.0.0.0/8'] as Network[],
  requiresSignature: true,
});
const good: ServiceCall = { operation: 'usage', peer: '10.1.1.1' as IpAddress, signedWith: SECRET };

describe('a service that calls', () => {
  type Case = {
    readonly service?: Partial<Service>;
    readonly expiresAt?: Date | null;
    readonly call?: Partial<ServiceCall>;
    readonly secrets?: readonly SigningSecretId[];
  };
  const refuse = ({ service, expiresAt = null, call, secrets = [SECRET] }: Case) =>
    refuseService(
      { service: { ...strict, ...service }, token: { expiresAt }, liveSecrets: secrets },
      { ...good, ...call },
      NOON,
    );
  const cases: readonly (readonly [what: string, Case, refusal: string | null])[] = [
    ['may, where everything is right', {}, null],
    ['may until the instant at which its token ends', { expiresAt: msAfter(NOON, 1) }, null],
    ['may not from then on', { expiresAt: NOON }, 'service_token_unknown'],
    ['may not while it is disabled', { service: { enabled: false } }, 'service_token_unknown'],
    ['may not do what it was not granted', { call: { operation: 'holds' } }, 'operation_not_granted'],
    ['may do everything where all is granted', { service: { operations: 'all' }, call: { operation: 'holds' } }, null],
    ['may do nothing where nothing is granted', { service: { operations: [] } }, 'operation_not_granted'],
    ['may not from elsewhere', { call: { peer: '11.1.1.1' as IpAddress } }, 'network_not_allowed'],
    ['may not from nowhere', { call: { peer: null } }, 'network_not_allowed'],
    ['may from anywhere where no network is named', { service: { networks: null }, call: { peer: null } }, null],
    ['may from nowhere where none is left', { service: { networks: [] } }, 'network_not_allowed'],
    ['may not unsigned', { call: { signedWith: null } }, 'signature_required'],
    ['may not signed with an ended or foreign secret', { secrets: [newId()] }, 'signature_required'],
    [
      'may unsigned where it need not sign',
      { service: { requiresSignature: false }, call: { signedWith: null } },
      null,
    ],
    [
      'hears of its token first',
      { expiresAt: NOON, call: { operation: 'holds', peer: null } },
      'service_token_unknown',
    ],
    [
      'hears of the operation before the network',
      { call: { operation: 'holds', peer: null } },
      'operation_not_granted',
    ],
    ['hears of the network before the signature', { call: { peer: null, signedWith: null } }, 'network_not_allowed'],
  ];
  for (const [what, given, refusal] of cases) it(what, () => expect(refuse(given)).to.equal(refusal));

  it('is unknown where nobody is', () => expect(refuseService(null, good, NOON)).to.equal('service_token_unknown'));
});

describe('what a service may do', () => {
  const cases: readonly (readonly [what: string, Service['operations'], ServiceChange, Service['operations']])[] = [
    ['stays when nothing is said', ['usage'], {}, ['usage']],
    ['stays "all" when some of it is allowed', 'all', { allow: ['usage'] }, 'all'],
    ['grows, in one order, once', ['holds'], { allow: ['usage', 'holds'] }, ['usage', 'holds']],
    [
      'is "all" only when that is said',
      ['usage', 'reverse', 'holds', 'verify'],
      { allow: ['balance'] },
      ['usage', 'reverse', 'holds', 'verify', 'balance'],
    ],
    ['is "all" when that is said', [], { allow: 'all' }, 'all'],
    ['shrinks', ['usage', 'holds'], { deny: ['holds', 'verify'] }, ['usage']],
    [
      'is all the others when one of all is denied',
      'all',
      { deny: ['balance'] },
      OPERATIONS.filter((each) => each !== 'balance'),
    ],
    ['is nothing when all is denied', 'all', { deny: 'all' }, []],
  ];
  for (const [what, operations, change, after] of cases) {
    it(what, () => {
      const service = aService({ operations });
      expect(changedService(service, change)).to.deep.equal({ ...service, operations: after });
    });
  }

  it('is changed alone, as are its networks, its signatures and its switch', () => {
    const changes = [{ networks: ['10.0.0.0/8'] as Network[] }, { requiresSignature: true }, { enabled: false }];
    for (const change of changes) {
      const service = aService({ operations: ['usage'] });
      expect(changedService(service, change)).to.deep.equal({ ...service, ...change });
    }
  });
});

describe('a token or a secret', () => {
  it('counts up to the instant at which it ends', () => {
    expect([null, msAfter(NOON, 1), NOON].map((expiresAt) => isLive({ expiresAt }, NOON))).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it('ends after the grace, which is not longer than 30 days and not before it began', () => {
    expect(endOfGrace(NOON, 0)).to.deep.equal(NOON);
    expect(endOfGrace(NOON, LONGEST_GRACE_MS)).to.deep.equal(msAfter(NOON, 30 * 86_400_000));
    for (const graceMs of [-1, LONGEST_GRACE_MS + 1, Number.NaN])
      expect(() => endOfGrace(NOON, graceMs)).to.throw(RangeError);
  });
});
