import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { ServiceTerms } from '../../../src/application/keyvault/create-service.ts';
import type { Caller } from '../../../src/application/ledger/usage.ts';
import { formatToken, hintOf } from '../../../src/domain/keyvault/key-token.ts';
import type { IpAddress, Network } from '../../../src/domain/keyvault/network.ts';
import type { Service } from '../../../src/domain/keyvault/service.ts';
import type { SigningSecretId } from '../../../src/domain/shared/ids.ts';
import type { SealedText } from '../../../src/domain/shared/sealed-text.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

const UNKNOWN = { kind: 'not_admitted', refusal: 'service_token_unknown' };

describe('a backend service', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const created = async (terms?: ServiceTerms): Promise<{ service: Service; token: string }> => {
    const outcome = await shop.createService('vision', terms);
    return outcome.kind === 'created' ? outcome : expect.fail(outcome.kind);
  };
  const as = (token: string, change: Partial<Caller> = {}): Caller => ({
    ...{ token, peer: null, signedWith: null },
    ...change,
  });

  it('is known by the token that it was given, and may do everything from anywhere', async () => {
    const { service, token } = await created();
    expect(service).to.deep.equal({
      ...{ id: service.id, name: 'vision', operations: 'all', networks: null, requiresSignature: false },
      ...{ returnOrigins: [], enabled: true, createdAt: NOON },
    });
    for (const operation of ['usage', 'balance'] as const) {
      expect(await shop.admitService(as(token), operation)).to.deep.equal({ kind: 'admitted', service });
    }
    const tokens = await shop.uow.run(({ services }) => services.listTokens(service.id));
    expect(tokens).to.deep.equal([
      { serviceId: service.id, hint: hintOf('ss_live_', token), createdAt: NOON, expiresAt: null },
    ]);
  });

  it('has a name of its own', async () => {
    await created();
    expect(await shop.createService('vision')).to.deep.equal({ kind: 'name_taken' });
  });

  it('is unknown with a token that nobody was given', async () => {
    const token = formatToken('ss_live_', nodeSecrets.random(24));
    expect(await shop.admitService(as(token), 'usage')).to.deep.equal(UNKNOWN);
  });

  it('is unknown while it is disabled', async () => {
    const { service, token } = await created();
    await shop.uow.run(({ services }) => services.save({ ...service, enabled: false }));
    expect(await shop.admitService(as(token), 'usage')).to.deep.equal(UNKNOWN);
    await shop.uow.run(({ services }) => services.save(service));
    expect(await shop.admitService(as(token), 'usage')).to.have.property('kind', 'admitted');
  });

  it('is unknown from the moment at which its token ends', async () => {
    const { service, token } = await created();
    const end = msAfter(NOON, 10);
    await shop.uow.run(({ services }) => services.endTokens(service.id, end));
    shop.uow.now = msAfter(end, -1);
    expect(await shop.admitService(as(token), 'usage')).to.have.property('kind', 'admitted');
    shop.uow.now = end;
    expect(await shop.admitService(as(token), 'usage')).to.deep.equal(UNKNOWN);
  });

  it('may do what it was allowed, from where it was allowed', async () => {
    const { token } = await created({ operations: ['verify'], networks: ['10.0.0.0/8' as Network] });
    const [inside, outside] = ['10.1.2.3', '11.1.2.3'] as IpAddress[] as [IpAddress, IpAddress];
    const ask = (peer: IpAddress | null, operation: 'verify' | 'usage' = 'verify') =>
      shop.admitService(as(token, { peer }), operation);
    expect(await ask(inside)).to.have.property('kind', 'admitted');
    expect(await ask(inside, 'usage')).to.deep.equal({ kind: 'not_admitted', refusal: 'operation_not_granted' });
    for (const peer of [outside, null]) {
      expect(await ask(peer)).to.deep.equal({ kind: 'not_admitted', refusal: 'network_not_allowed' });
    }
  });

  it('that signs is admitted with a secret of its own for as long as the secret lives', async () => {
    const { service, token } = await created({ requiresSignature: true });
    const expiresAt = msAfter(NOON, 10);
    const secret = (end: Date | null, serviceId = service.id) => ({
      ...{ id: newId<SigningSecretId>(), serviceId, sealed: 'sealed' as SealedText, createdAt: NOON, expiresAt: end },
    });
    const [lasting, ending, foreign] = [secret(null), secret(expiresAt), secret(null, newId())];
    await shop.uow.run(async ({ services }) => {
      for (const each of [lasting, ending, foreign]) await services.addSecret(each);
    });
    const signed = async (signedWith: SigningSecretId | null) => {
      const admission = await shop.admitService(as(token, { signedWith }), 'usage');
      return admission.kind === 'admitted' ? 'admitted' : admission.refusal;
    };
    expect(await signed(lasting.id)).to.equal('admitted');
    expect(await signed(ending.id)).to.equal('admitted');
    for (const wrong of [null, foreign.id, newId<SigningSecretId>()]) {
      expect(await signed(wrong)).to.equal('signature_required');
    }
    shop.uow.now = expiresAt;
    expect(await signed(ending.id)).to.equal('signature_required');
    expect(await signed(lasting.id)).to.equal('admitted');
  });

  it('costs no transaction when it shows a malformed token, or a customer’s', async () => {
    const { admitService } = openShop(untouchable);
    for (const token of ['', 'ss_live_x', formatToken('sk_live_', nodeSecrets.random(24))]) {
      expect(await admitService(as(token), 'usage')).to.deep.equal(UNKNOWN);
    }
  });
});
