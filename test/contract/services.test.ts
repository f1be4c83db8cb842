import { expect } from 'chai';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import type { Service } from '../../src/domain/keyvault/service.ts';
import type { ServiceId, SigningSecretId } from '../../src/domain/shared/ids.ts';
import { aService, aServiceToken, aSigningSecret } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const digestOf = (text: string): string => nodeSecrets.digest(text);

describeStores('Services', (commit) => {
  const add = async (change: Partial<Service> = {}): Promise<Service> => {
    const service = aService(change);
    await commit(({ services }) => services.add(service));
    return service;
  };

  const shapes: readonly Partial<Service>[] = [
    {},
    { operations: [], networks: [] },
    { operations: ['holds', 'usage'], networks: ['10.0.0.0/8', '2001:db8::/32'] as Network[] },
    { requiresSignature: true, enabled: false, createdAt: msAfter(NOON, 123) },
  ];
  for (const shape of shapes) {
    it(`give a service back as it was: ${JSON.stringify(shape)}`, async () => {
      const service = await add(shape);
      await commit(async ({ services }) => {
        expect(await services.findByName(service.name)).to.deep.equal(service);
        expect(await services.list()).to.deep.equal([service]);
      });
    });

    it(`keep a change to that: ${JSON.stringify(shape)}`, async () => {
      const [service, neighbour] = [await add(), await add()];
      await commit(({ services }) => services.save({ ...service, ...shape }));
      await commit(async ({ services }) => {
        expect(await services.findByName(service.name)).to.deep.equal({ ...service, ...shape });
        expect(await services.findByName(neighbour.name)).to.deep.equal(neighbour);
      });
    });
  }

  it('know a name by its letters, and list by name', async () => {
    for (const name of ['vision', 'Vision', 'text']) await add({ name });
    await commit(async ({ services }) => {
      expect((await services.findByName('vision'))?.name).to.equal('vision');
      expect(await services.findByName('VISION')).to.equal(null);
      expect((await services.list()).map(({ name }) => name)).to.deep.equal(['Vision', 'text', 'vision']);
    });
  });

  it('find a service by any of its tokens, with that token and all secrets, the newest first', async () => {
    const [service, neighbour] = [await add(), await add()];
    const [old, fresh] = [
      aServiceToken(service.id, { hint: 'old', expiresAt: msAfter(NOON, 1) }),
      aServiceToken(service.id, { hint: 'new', createdAt: msAfter(NOON, 5) }),
    ];
    const secrets = [
      aSigningSecret(service.id, { createdAt: msAfter(NOON, 5) }),
      aSigningSecret(service.id, { expiresAt: msAfter(NOON, 5) }),
    ] as const;
    await commit(async ({ services }) => {
      for (const token of [old, fresh]) await services.addToken(token, digestOf(token.hint));
      for (const secret of [secrets[1], secrets[0], aSigningSecret(neighbour.id)]) await services.addSecret(secret);
    });
    await commit(async ({ services }) => {
      expect(await services.findByToken(digestOf('old'))).to.deep.equal({ service, token: old, secrets });
      expect((await services.findByToken(digestOf('new')))?.token).to.deep.equal(fresh);
      expect(await services.findByToken(digestOf('another'))).to.equal(null);
      expect(await services.listTokens(service.id)).to.deep.equal([fresh, old]);
      expect(await services.listTokens(neighbour.id)).to.deep.equal([]);
      expect(await services.listSecrets(service.id)).to.deep.equal(secrets);
      expect(await services.listSecrets(newId<ServiceId>())).to.deep.equal([]);
    });
  });

  it('find a secret by its id, whether or not it has ended', async () => {
    const { id } = await add();
    const [ended, other] = [aSigningSecret(id, { expiresAt: NOON }), aSigningSecret(id)];
    await commit(async ({ services }) => {
      for (const secret of [ended, other]) await services.addSecret(secret);
    });
    await commit(async ({ services }) => {
      expect(await services.findSecret(ended.id)).to.deep.equal(ended);
      expect(await services.findSecret(other.id)).to.deep.equal(other);
      expect(await services.findSecret(newId<SigningSecretId>())).to.equal(null);
    });
  });

  describe('with tokens and secrets that end at different times', () => {
    const AT = msAfter(NOON, 100);
    let service: Service;
    let neighbour: Service;
    beforeEach(async () => {
      [service, neighbour] = [await add(), await add()];
      await commit(async ({ services }) => {
        for (const { id } of [service, neighbour]) {
          for (const expiresAt of [null, msAfter(AT, 1), AT, msAfter(AT, -1)]) {
            await services.addToken(aServiceToken(id, { expiresAt }), digestOf(newId()));
            await services.addSecret(aSigningSecret(id, { expiresAt }));
          }
        }
      });
    });
    const ends = ({ id }: Service) =>
      commit(async ({ services }) => {
        const of = (all: readonly { readonly expiresAt: Date | null }[]) =>
          all.map(({ expiresAt }) => (expiresAt ? expiresAt.getTime() - AT.getTime() : null)).sort();
        return { tokens: of(await services.listTokens(id)), secrets: of(await services.listSecrets(id)) };
      });
    const UNTOUCHED = [-1, 0, 1, null];

    it('end the tokens that would live longer, of this service, and leave the secrets', async () => {
      expect(await commit(({ services }) => services.endTokens(service.id, AT))).to.equal(2);
      expect(await ends(service)).to.deep.equal({ tokens: [-1, 0, 0, 0], secrets: UNTOUCHED });
      expect(await ends(neighbour)).to.deep.equal({ tokens: UNTOUCHED, secrets: UNTOUCHED });
      expect(await commit(({ services }) => services.endTokens(service.id, AT))).to.equal(0);
    });

    it('end the secrets that would live longer, of this service, and leave the tokens', async () => {
      expect(await commit(({ services }) => services.endSecrets(service.id, AT))).to.equal(2);
      expect(await ends(service)).to.deep.equal({ tokens: UNTOUCHED, secrets: [-1, 0, 0, 0] });
      expect(await ends(neighbour)).to.deep.equal({ tokens: UNTOUCHED, secrets: UNTOUCHED });
    });
  });

  it('hold that two services of one name are a fault, and two tokens alike', async () => {
    const { id, name } = await add();
    await rejectionOf(commit(({ services }) => services.add(aService({ name }))));
    const token = () => commit(({ services }) => services.addToken(aServiceToken(id), digestOf('one')));
    await token();
    await rejectionOf(token());
  });
});
