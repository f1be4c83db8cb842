import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { sealUnder } from '../../../src/adapters/system/seal-secret.ts';
import { findSessionKey } from '../../../src/application/identity/find-session-key.ts';
import { sealedFor } from '../../../src/domain/identity/session-key.ts';
import { OURS } from '../../support/builders.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

const sealSecret = sealUnder('the app secret');

describe('find session key', () => {
  const { appid, openid } = OURS;

  async function loggedIn(): Promise<MemoryUnitOfWork> {
    const shop = openShop(new MemoryUnitOfWork(NOON));
    const sessionKey = sealSecret.seal('FUJPVE9opnEevvjQ+oBN1Q==', sealedFor(appid, openid));
    shop.wechatLogin.answers.gives({ kind: 'recognised', identity: { appid, openid, unionid: null }, sessionKey });
    await shop.logIn('code');
    return shop.uow;
  }

  it('opens the key of the last login', async () => {
    const find = findSessionKey({ uow: await loggedIn(), sealSecret });
    expect(await find(appid, openid)).to.equal('FUJPVE9opnEevvjQ+oBN1Q==');
  });

  it('knows none of anybody else', async () => {
    const find = findSessionKey({ uow: await loggedIn(), sealSecret });
    expect(await find(appid, 'o-somebody-else')).to.equal(null);
    expect(await find('wx-another', openid)).to.equal(null);
  });

  it('knows none after the app secret has been changed', async () => {
    const find = findSessionKey({ uow: await loggedIn(), sealSecret: sealUnder('the new app secret') });
    expect(await find(appid, openid)).to.equal(null);
  });
});
