import { expect } from 'chai';
import { useWeb } from './support/use-web.ts';

/** Tries what a foreign script would, and gives what the browser has refused, by directive. */
const TRY_TO_GET_IN = `new Promise((resolve) => {
  const refused = new Set();
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    refused.add(effectiveDirective);
    if (refused.size === 5) resolve([...refused].sort());
  });
  const add = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
  add('script', { textContent: 'globalThis.isOwned = true' });
  add('img', { src: 'https://elsewhere.example/seen.png' });
  add('iframe', { src: 'https://elsewhere.example/' });
  document.body.setAttribute('style', 'display: none');
  fetch('https://elsewhere.example/token').catch(() => {});
})`;

describe('the till', () => {
  const web = useWeb();

  for (const at of ['/pricing', '/payment/checkout', '/payment/result']) {
    it(`${at} runs nothing foreign and tells nobody else`, async () => {
      const tab = await web().open(at);
      tab.expects(/Content Security Policy|violates the following/);
      tab.expects(/^(elsewhere:|failed: GET) https:\/\/elsewhere\.example|ERR_BLOCKED_BY_CSP/);
      expect(await tab.page.evaluate(TRY_TO_GET_IN)).to.deep.equal([
        ...['connect-src', 'frame-src', 'img-src', 'script-src-elem', 'style-src-attr'],
      ]);
      expect(await tab.page.evaluate('globalThis.isOwned')).to.equal(undefined);
    });
  }

  it('moves nothing for whoever wants nothing to move', async () => {
    const tab = await web().open('/pricing');
    await tab.page.route('**/api/payment/packages', () => new Promise(() => {}));
    await tab.page.reload();
    await tab.at('bones').waitFor();
    const moving = () => tab.page.evaluate<number>('document.getAnimations().length');
    expect(await moving()).to.equal(0);
    await tab.page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moving()).to.be.above(0);
  });
}).timeout(60_000);
