import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { ServiceTerms } from '../../../src/application/keyvault/create-service.ts';
import { USUAL_GRACE_MS } from '../../../src/domain/keyvault/credential.ts';
import { hintOf, isWellFormed } from '../../../src/domain/keyvault/key-token.ts';
import { OPERATIONS, type Service } from '../../../src/domain/keyvault/service.ts';
import { sealedForSigning } from '../../../src/domain/keyvault/signature.ts';
import type { SigningSecretId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { openShop, SERVICE_SEAL } from '../../support/shop.ts';

const NOBODY = { kind: 'unknown_service' };

describe('the credentials of a service', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const created = async (name = 'vision', terms?: ServiceTerms): Promise<{ service: Service; token: string }> => {
    const outcome = await shop.createService(name, terms);
    return outcome.kind === 'created' ? outcome : expect.fail(outcome.kind);
  };
  const rotated = async (graceMs = USUAL_GRACE_MS, name = 'vision') => {
    const outcome = await shop.rotateServiceToken(name, graceMs);
    return outcome.kind === 'rotated' ? outcome : expect.fail(outcome.kind);
  };
  const withSecret = async (graceMs = USUAL_GRACE_MS, name = 'vision') => {
    const outcome = await shop.rotateSigningSecret(name, graceMs);
    return outcome.kind === 'rotated' ? outcome : expect.fail(outcome.kind);
  };
  const lets = async (token: string, signedWith: SigningSecretId | null = null): Promise<boolean> =>
    (await shop.admitService({ token, peer: null, signedWith }, 'usage')).kind === 'admitted';

  describe('when its token is rotated', () => {
    it('are two tokens for the grace, and then one', async () => {
      const old = await created();
      const fresh = await rotated();
      expect(isWellFormed('ss_live_', fresh.token)).to.equal(true);
      expect(fresh.earlierEndAt).to.deep.equal(msAfter(NOON, USUAL_GRACE_MS));
      shop.uow.now = msAfter(fresh.earlierEndAt, -1);
      expect([await lets(old.token), await lets(fresh.token)]).to.deep.equal([true, true]);
      shop.uow.now = fresh.earlierEndAt;
      expect([await lets(old.token), await lets(fresh.token)]).to.deep.equal([false, true]);
    });

    it('are one at once without a grace, though it was made in the same millisecond', async () => {
      const old = await created();
      const fresh = await rotated(0);
      expect([await lets(old.token), await lets(fresh.token)]).to.deep.equal([false, true]);
    });

    it('keep the end that they had, where it is sooner', async () => {
      const first = await created();
      const soon = await rotated(1_000);
      const second = await rotated();
      shop.uow.now = soon.earlierEndAt;
      expect([await lets(first.token), await lets(soon.token), await lets(second.token)]).to.deep.equal([
        false,
        true,
        true,
      ]);
    });

    it('stay as they are where they are another’s, and so do the secrets', async () => {
      await created();
      const other = await created('text');
      const { secretId } = await withSecret();
      await rotated(0);
      expect(await lets(other.token)).to.equal(true);
      const shown = await shop.showService('vision');
      expect(shown?.secrets).to.deep.equal([
        { id: secretId, serviceId: shown?.service.id, createdAt: NOON, expiresAt: null },
      ]);
    });

    it('are nobody’s where there is no such service', async () => {
      expect(await shop.rotateServiceToken('nobody', 0)).to.deep.equal(NOBODY);
    });
  });

  describe('when it gets a secret', () => {
    it('are a secret that is shown once, and sealed for this service and this secret alone', async () => {
      const { service } = await created();
      const { secret, secretId, earlierEndAt } = await withSecret();
      expect(isWellFormed('sg_live_', secret)).to.equal(true);
      expect(earlierEndAt).to.equal(null);
      const kept = await shop.uow.run(({ services }) => services.findSecret(secretId));
      const sealed = kept?.sealed ?? expect.fail('no secret');
      expect(JSON.stringify(kept)).not.to.include(secret);
      expect(SERVICE_SEAL.open(sealed, sealedForSigning(service.id, secretId))).to.equal(secret);
      expect(SERVICE_SEAL.open(sealed, sealedForSigning(newId(), secretId))).to.equal(null);
      expect(SERVICE_SEAL.open(sealed, sealedForSigning(service.id, newId()))).to.equal(null);
    });

    it('are two secrets for the grace, and then one; the token stays', async () => {
      const { token } = await created('vision', { requiresSignature: true });
      const [old, fresh] = [await withSecret(), await withSecret(3_600_000)];
      expect(fresh.earlierEndAt).to.deep.equal(msAfter(NOON, 3_600_000));
      const both = async () => [await lets(token, old.secretId), await lets(token, fresh.secretId)];
      shop.uow.now = msAfter(NOON, 3_600_000 - 1);
      expect(await both()).to.deep.equal([true, true]);
      shop.uow.now = msAfter(NOON, 3_600_000);
      expect(await both()).to.deep.equal([false, true]);
    });

    it('have no earlier one where that has ended', async () => {
      await created();
      await withSecret();
      await shop.endServiceCredentials('vision', { tokens: false, secrets: true });
      expect((await withSecret()).earlierEndAt).to.equal(null);
    });

    it('are nobody’s where there is no such service', async () => {
      expect(await shop.rotateSigningSecret('nobody', 0)).to.deep.equal(NOBODY);
    });
  });

  describe('when they are ended', () => {
    it('count no longer, each kind by itself or both, and are counted', async () => {
      const { token, service } = await created();
      await rotated();
      const { secretId } = await withSecret();
      expect(await shop.endServiceCredentials('vision', { tokens: false, secrets: true })).to.deep.equal({
        ...{ kind: 'ended', service, tokens: 0, secrets: 1 },
      });
      expect(await lets(token)).to.equal(true);
      expect(await shop.endServiceCredentials('vision', { tokens: true, secrets: true })).to.deep.equal({
        ...{ kind: 'ended', service, tokens: 2, secrets: 0 },
      });
      expect([await lets(token), await lets(token, secretId)]).to.deep.equal([false, false]);
    });

    it('are nobody’s where there is no such service', async () => {
      expect(await shop.endServiceCredentials('nobody', { tokens: true, secrets: true })).to.deep.equal(NOBODY);
    });
  });

  it('are listed with hints, ids and ends, and nothing that lets anybody in', async () => {
    const { token } = await created('vision');
    await created('text');
    const fresh = await rotated();
    const { secret, secretId } = await withSecret();
    const listed = await shop.listServices();
    expect(listed.map(({ service }) => service.name)).to.deep.equal(['text', 'vision']);
    const vision = listed[1];
    expect(vision?.tokens.map(({ hint, expiresAt }) => [hint, expiresAt])).to.have.deep.members([
      [hintOf('ss_live_', token), fresh.earlierEndAt],
      [hintOf('ss_live_', fresh.token), null],
    ]);
    expect(vision?.secrets.map(({ id }) => id)).to.deep.equal([secretId]);
    expect(await shop.showService('vision')).to.deep.equal(vision);
    expect(await shop.showService('nobody')).to.equal(null);
    const sealed = await shop.uow.run(({ services }) => services.findSecret(secretId));
    for (const hidden of [token, fresh.token, secret, String(sealed?.sealed)]) {
      expect(JSON.stringify(listed)).not.to.include(hidden);
    }
  });
});

describe('a change to a service', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    await shop.createService('vision');
  });

  it('is kept, and said', async () => {
    const changed = await shop.changeService('vision', { deny: ['balance', 'verify'], enabled: false });
    const service = (await shop.showService('vision'))?.service;
    expect(changed).to.deep.equal({ kind: 'changed', service });
    const operations = OPERATIONS.filter((each) => each !== 'balance' && each !== 'verify');
    expect(service).to.deep.include({ operations, enabled: false, networks: null });
  });

  it('lets a service be one that has to sign once it has something to sign with', async () => {
    expect(await shop.changeService('vision', { requiresSignature: true })).to.deep.equal({ kind: 'no_live_secret' });
    expect((await shop.showService('vision'))?.service.requiresSignature).to.equal(false);
    await shop.rotateSigningSecret('vision', 0);
    expect((await shop.changeService('vision', { requiresSignature: true })).kind).to.equal('changed');
    await shop.endServiceCredentials('vision', { tokens: false, secrets: true });
    expect((await shop.changeService('vision', { requiresSignature: true })).kind).to.equal('no_live_secret');
    expect((await shop.changeService('vision', { requiresSignature: false })).kind).to.equal('changed');
  });

  it('is nobody’s where there is no such service', async () => {
    expect(await shop.changeService('nobody', { enabled: false })).to.deep.equal(NOBODY);
  });
});
