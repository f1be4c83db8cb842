import { expect } from 'chai';
import { forgetSession, keepSession, readSession, readSessionOf } from '../../web/shared/session/kept-session.ts';

const USER = { token: 'hss_1', name: '小海马', checkoutId: null };
const CHECKOUT = { token: 'hss_2', name: '', checkoutId: 'chk_1' };

/** What a browser has, as far as it is used here. */
function aStorage(kept: Map<string, string>) {
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('the session of a tab', () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    Object.defineProperty(globalThis, 'sessionStorage', { value: aStorage(kept), configurable: true });
  });
  afterEach(() => {
    forgetSession();
    Reflect.deleteProperty(globalThis, 'sessionStorage');
  });

  it('is read again by the next page, until it is forgotten', () => {
    keepSession(USER);
    expect(readSession()).to.deep.equal(USER);
    forgetSession();
    expect([readSession(), kept.size]).to.deep.equal([null, 0]);
  });

  it('of a user is not that of a checkout, nor one checkout another', () => {
    keepSession(USER);
    expect([readSessionOf(null), readSessionOf('chk_1')]).to.deep.equal([USER, null]);
    keepSession(CHECKOUT);
    expect([null, 'chk_1', 'chk_2'].map(readSessionOf)).to.deep.equal([null, CHECKOUT, null]);
  });

  it('is none where something else stands in its place', () => {
    for (const text of ['', '{', 'null', '"hss_1"', '[]', '{"token":7,"name":""}', '{"token":"hss_1"}']) {
      kept.set('seahorse-session', text);
      expect(readSession(), text).to.equal(null);
    }
  });

  it('lasts as long as the page where the browser keeps nothing', () => {
    Object.defineProperty(globalThis, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    keepSession(USER);
    expect(readSession()).to.deep.equal(USER);
    forgetSession();
    expect(readSession()).to.equal(null);
  });
});
