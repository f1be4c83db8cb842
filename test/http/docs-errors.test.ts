import { expect } from 'chai';
import { PROBLEMS } from '../../src/adapters/http/problem-table.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const OWN_TAGS = [
  ...[
    'html',
    'head',
    'meta',
    'title',
    'link',
    'body',
    'a',
    'header',
    'div',
    'main',
    'nav',
    'ul',
    'li',
    'h1',
    'h2',
    'p',
  ],
  ...['code', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];

describe('GET /docs/errors', () => {
  const system = useTestSystem();
  const rowsIn = (html: string) => [...html.matchAll(/<tr id="([^"]+)"/g)].map(([, id]) => id);

  it('200 explains every code, once, under the address that is the type of the problem', async () => {
    const { status, headers, text } = await system().call('/docs/errors');
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.match(/^text\/html/);
    expect(rowsIn(text)).to.have.members(Object.keys(PROBLEMS));
    for (const [code, { status, en, zh }] of Object.entries(PROBLEMS)) {
      const row = text.split('<tr ').find((each) => each.startsWith(`id="${code}"`)) ?? '';
      expect(row).to.include(`<td>${status}</td>`).and.include(zh.title).and.include(zh.next);
      expect(shown(row)).to.include(en.title).and.include(en.next);
      expect(row, 'a link to itself').to.include(`href="#${code}"`);
    }
  });

  it('leads from the type of a problem to its row', async () => {
    const { json } = await system().call('/api/v1/me');
    const type = new URL(json.type, system().url);
    const { status, text } = await system().call(type.pathname);
    expect(status).to.equal(200);
    expect(rowsIn(text)).to.include(type.hash.slice(1));
  });

  it('has no markup but its own', async () => {
    const { text, headers } = await system().call('/docs/errors');
    const tags = new Set([...text.matchAll(/<(\w+)/g)].map(([, tag]) => tag));
    expect([...tags]).to.have.members(OWN_TAGS);
    expect(headers.get('content-security-policy')).to.include("default-src 'none'");
  });
});

const shown = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('the table of problems', () => {
  for (const [code, { status, en, zh }] of Object.entries(PROBLEMS)) {
    it(`has texts in both languages for ${code}`, () => {
      expect(status).to.be.within(400, 599);
      for (const text of [en.title, en.next]) expect(text).to.match(/^[\x20-\x7e]{5,}$/);
      for (const text of [zh.title, zh.next]) expect(text).to.match(/\p{Script=Han}{2}/u);
    });
  }
});
