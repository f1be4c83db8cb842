import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

describe('authenticate a session', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let token: string;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    const login = await shop.logIn('o-1');
    token = login.kind === 'logged_in' ? login.token : expect.fail(login.kind);
  });
  const kindAfter = async (days: number): Promise<string> => {
    shop.uow.now = msAfter(NOON, days * DAY);
    return (await shop.authenticateSession(token)).kind;
  };

  it('tells whose it is', async () => {
    expect(await shop.authenticateSession(token))
      .to.have.nested.property('user.createdAt')
      .deep.equal(NOON);
  });

  it('refuses it after thirty days without use', async () => {
    expect(await kindAfter(30)).to.equal('session_expired');
  });

  it('lets it live as long as it is used', async () => {
    expect(await kindAfter(29)).to.equal('signed_in');
    expect(await kindAfter(58)).to.equal('signed_in');
    expect(await kindAfter(88)).to.equal('session_expired');
  });

  it('does not know a token that was never given', async () => {
    const flipped = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
    expect(await shop.authenticateSession(flipped)).to.deep.equal({ kind: 'session_unknown' });
  });

  for (const text of ['', 'hss_', `hss_${'g'.repeat(64)}`, `hss_${'a'.repeat(65)}`, `hss_${'a'.repeat(64)}\n`]) {
    it(`asks no database about ${JSON.stringify(text.slice(0, 8))}…, which cannot be one`, async () => {
      expect(await openShop(untouchable).authenticateSession(text)).to.deep.equal({ kind: 'session_unknown' });
    });
  }
});
