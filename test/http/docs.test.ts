import { expect } from 'chai';
import { renderGuide } from '../../src/adapters/http/docs/render-guide.ts';
import { GUIDES, indexOf, inOtherLanguage, siteLink } from '../../src/adapters/http/docs/site-map.ts';
import { PROBLEMS } from '../../src/adapters/http/problem-table.ts';
import type { Answer } from '../support/http/api-client.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const PAGES = [...GUIDES.map(({ at }) => at), '/docs/api', '/docs/errors'];
const POLICY = {
  ...{ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self' data:" },
  ...{ 'connect-src': "'self'", 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'" },
};

const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map(([, found = '']) => found);
const linksIn = (html: string): string[] => all(html, /\b(?:href|src|data-document)="([^"]*)"/g);
const idsIn = (html: string): string[] => all(html, /\bid="([^"]*)"/g);

describe('The documentation', () => {
  const system = useTestSystem();
  const pages = new Map<string, Answer>();
  const page = (at: string): Answer => pages.get(at) ?? expect.fail(`no page at ${at}`);
  before(async () => {
    for (const at of PAGES) pages.set(at, await system().call(at));
  });

  for (const at of PAGES) {
    describe(at, () => {
      it('is a page with a title and one heading, in its language', () => {
        const { status, headers, text } = page(at);
        expect([status, headers.get('content-type')]).to.deep.equal([200, 'text/html; charset=utf-8']);
        expect(text).to.include(`<html lang="${at.startsWith('/docs/zh') ? 'zh-CN' : 'en'}">`);
        expect(all(text, /<h1[^>]*>(.*?)<\/h1>/g)).to.have.length(1);
        expect(text).to.match(/<title>[^<]{2,} · Hot Seahorse<\/title>/);
      });

      it('leads nowhere but to pages, anchors and assets that are there', async () => {
        for (const link of linksIn(page(at).text)) {
          const { origin, pathname, hash } = new URL(link, `${system().url}${at}`);
          expect(origin, link).to.equal(system().url);
          const target = pages.get(pathname) ?? (await system().call(pathname));
          expect(target.status, link).to.equal(200);
          if (hash !== '') expect(idsIn(target.text), link).to.include(decodeURIComponent(hash.slice(1)));
        }
      });

      it('names each of its anchors once', () => {
        const ids = idsIn(page(at).text);
        expect(new Set(ids).size).to.equal(ids.length);
      });

      it('loads nothing from elsewhere, and has no script or style of its own within', () => {
        const { headers, text } = page(at);
        expect(linksIn(text).filter((link) => /^[a-z]+:|^\/\//.test(link))).to.deep.equal([]);
        expect(text).not.to.match(/<style|\sstyle=|\son\w+=|<script(?![^>]* src=)/);
        const styles = at === '/docs/api' ? "'self' 'unsafe-inline'" : "'self'";
        expect(policyOf(headers)).to.deep.equal({ ...POLICY, 'style-src': styles });
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        expect(headers.get('referrer-policy')).to.equal('no-referrer');
        expect(headers.get('cache-control')).to.equal('no-cache');
      });
    });
  }

  it('lists every guide of its language beside each of them, and in its index', () => {
    for (const { language, at } of GUIDES) {
      const others = GUIDES.filter((guide) => guide.language === language && guide.at !== indexOf(language));
      expect(linksIn(page(at).text), at).to.include.members(others.map((guide) => guide.at));
    }
    const index = /<main[\s\S]*<\/main>/.exec(page('/docs').text)?.[0] ?? '';
    const english = GUIDES.filter(({ language, at }) => language === 'en' && at !== '/docs');
    expect(linksIn(index)).to.include.members(english.map(({ at }) => at));
  });

  it('is found at /docs/, too', async () => {
    expect((await system().call('/docs/')).text).to.equal(page('/docs').text);
  });

  it('leads to the same guide in the other language, or from pages that are none to its index', () => {
    expect(inOtherLanguage('/docs', 'en')).to.equal('/docs/zh');
    expect(inOtherLanguage('/docs/quick-start', 'en')).to.equal('/docs/zh/quick-start');
    expect(inOtherLanguage('/docs/zh/quick-start', 'zh')).to.equal('/docs/quick-start');
    expect(inOtherLanguage('/docs/errors', 'en')).to.equal('/docs/zh');
    expect(inOtherLanguage('/docs/zh', 'zh')).to.equal('/docs');
  });

  describe('its assets', () => {
    const assets = (): string[] =>
      [...new Set(PAGES.flatMap((at) => linksIn(page(at).text)))].filter((link) => link.startsWith('/docs/assets/'));

    it('may be kept for ever, and come compressed', async () => {
      expect(assets().length).to.be.greaterThan(5);
      for (const at of assets()) {
        const plain = await system().call(at, { headers: { 'Accept-Encoding': 'identity' } });
        expect(plain.headers.get('cache-control'), at).to.equal('public, max-age=31536000, immutable');
        expect(plain.headers.get('content-encoding')).to.equal(null);
        expect(plain.headers.get('x-content-type-options')).to.equal('nosniff');
        const zipped = await system().call(at, { headers: { 'Accept-Encoding': 'gzip' } });
        expect(zipped.headers.get('content-encoding'), at).to.equal('gzip');
        expect(zipped.text === plain.text, at).to.equal(true);
      }
    });

    it('are of the types that browsers ask for', async () => {
      const types = await Promise.all(
        assets().map(async (at) => (await system().call(at)).headers.get('content-type')),
      );
      expect(new Set(types)).to.deep.equal(
        new Set(['text/css; charset=utf-8', 'text/javascript; charset=utf-8', 'image/svg+xml']),
      );
    });
  });
});

describe('a guide', () => {
  const render = (text: string) => renderGuide(text, (href) => `to:${href}`);

  it('has the title and the anchors that a forge gives it', () => {
    const { title, html } = render('# Take `points`\n\n## 5. It comes back: *now*!\n\n## 付款 结果');
    expect(title).to.equal('Take points');
    expect(idsIn(html)).to.deep.equal(['take-points', '5-it-comes-back-now', '付款-结果']);
  });

  it('shows HTML as text, in code as well', () => {
    const { html } = render('<script>alert(1)</script>\n\n```js\nif (a < b) "<b>"\n```\n\n[x](javascript:alert(1))');
    expect(html).not.to.match(/<script|<b>|href="to:javascript/);
    expect(html).to.include('if (a &lt; b) &quot;&lt;b&gt;&quot;');
  });

  it('names files, which lead to pages of the site', () => {
    const from = 'docs/guides/zh/quick-start.md';
    expect(siteLink(from, 'hosted-checkout.md')).to.equal('/docs/zh/hosted-checkout');
    expect(siteLink(from, '../webhooks.md#verify-it')).to.equal('/docs/webhooks#verify-it');
    expect(siteLink(from, '../README.md')).to.equal('/docs');
    expect(siteLink(from, '#here')).to.equal('#here');
    const [code = ''] = Object.keys(PROBLEMS);
    expect(siteLink(from, `../../../src/adapters/http/problem-table.ts#${code}`)).to.equal(`/docs/errors#${code}`);
    const operation = '../../../src/adapters/http/internal/contracts.ts#/Usage/chargeUsage';
    expect(siteLink(from, operation)).to.equal('/docs/api#/Usage/chargeUsage');
  });

  it('may link to nothing else', () => {
    for (const href of ['missing.md', '../../README.md', 'https://example.com/', '../../../../etc/passwd']) {
      expect(() => siteLink('docs/guides/quick-start.md', href), href).to.throw(/not on the site/);
    }
  });
});

const policyOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
