import { expect } from 'chai';
import { build } from './a-mini-program.ts';

const problemsOf = async (change: Readonly<Record<string, string | null>>): Promise<readonly string[]> =>
  (await build(change)).problems;

describe('the builder of the preview', () => {
  it('makes a script of a sound mini-program', async () => {
    const { problems, script } = await build();
    expect(problems).to.deep.equal([]);
    expect(script.length).to.be.greaterThan(100_000);
  });

  const mistakes: readonly [name: string, change: Readonly<Record<string, string | null>>, told: RegExp][] = [
    ['a bad expression, with line and column', { 'pages/a/a.wxml': '<view>\n  {{name.}}</view>' }, /a\.wxml:2:\d+: /],
    ['a tag that is not closed', { 'pages/a/a.wxml': '<view>{{name}}' }, /a\.wxml:1:\d+: /],
    ['an unknown tag', { 'pages/a/a.wxml': '<t-cel />' }, /unknown tag <t-cel>: neither built in/],
    ['a tag that it cannot show', { 'pages/a/a.wxml': '<canvas />' }, /unknown tag <canvas>: the preview cannot/],
    [
      'a component that is not there',
      { 'pages/a/a.json': '{"usingComponents":{"x":"/x/x"}}' },
      /"\/x\/x" of <x> is not there/,
    ],
    ['broken JSON', { 'pages/a/a.json': '{' }, /pages\/a\/a\.json/],
    ['a page without its script', { 'pages/a/a.ts': null }, /pages\/a\/a: has no \.ts/],
    ['a page without its template', { 'pages/a/a.wxml': null }, /pages\/a\/a: has no \.wxml/],
    ['broken WXSS, with its line', { 'pages/a/a.wxss': '\n.a { color: red' }, /a\.wxss:2:1: Unclosed block/],
    [
      'an import of styles that are not there',
      { 'app.wxss': "@import './x.wxss';" },
      /imports x\.wxss, which is not there/,
    ],
    [
      'a WXS file that is not there',
      { 'pages/a/a.wxml': '<wxs module="f" src="./f.wxs" />' },
      /pages\/a\/f\.wxs is not there/,
    ],
    [
      'broken TypeScript, with line and column',
      { 'pages/a/a.ts': 'Page({\n  data: ,\n});' },
      /a\.ts:2:\d+: Unexpected/,
    ],
    [
      'a module that is not there',
      { 'pages/a/a.ts': "import './x';\nPage({ onTap() {} });" },
      /a\.ts:1:\d+: Could not resolve/,
    ],
    [
      'a handler that is not there',
      { 'pages/a/a.wxml': '<view bindtap="onTapp" />' },
      /a\.wxml:1: handler "onTapp" is not in a\.ts/,
    ],
    [
      'a WXS function that is not there',
      { 'pages/a/a.wxml': '<wxs module="f">module.exports = { up: 1 };</wxs>\n<view>{{f.down(name)}}</view>' },
      /a\.wxml:2: f\.down is not in its WXS module/,
    ],
  ];
  for (const [name, change, told] of mistakes) {
    it(`refuses ${name}`, async () => {
      expect((await problemsOf(change)).join('\n')).to.match(told);
    });
  }

  it('knows the handlers that a page gets from a helper of ours', async () => {
    const helper = 'export const define = (page: object): void => Page({ ...page, onTap() {} });';
    const page = "import { define } from '../../base/define';\ndefine({});";
    expect(await problemsOf({ 'base/define.ts': helper, 'pages/a/a.ts': page })).to.deep.equal([]);
  });
}).timeout(30_000);

describe('styles in the preview', () => {
  const cssOf = async (wxss: string): Promise<string> =>
    (await build({ 'pages/a/a.wxss': wxss })).script.replaceAll('\\"', '"');

  it('have rpx as parts of the width of the phone, and the phone’s own edges', async () => {
    const script = await cssOf('.a { width: 375rpx; padding-bottom: env(safe-area-inset-bottom) }');
    expect(script).to.include('width: 50vw').and.include('padding-bottom: var(--safe-bottom, 0px)');
  });

  it('belong to their page alone', async () => {
    const script = await cssOf('.a { color: red } page { color: blue }');
    expect(script).to.include(':where([data-route="pages/a/a"]) .a');
    expect(script).to.include('wx-page:where([data-route="pages/a/a"])');
  });

  it('follow the theme of the panel, not that of the computer', async () => {
    const script = await cssOf('@media (prefers-color-scheme: dark) { .a { color: white } }');
    expect(script).to.include(':where(html[data-theme="dark"]) .a').and.not.include('@media (prefers');
  });

  it('come without fonts from another machine', async () => {
    const script = await cssOf('@font-face { font-family: t; src: url("https://fonts.example/t.woff") }');
    expect(script).to.not.include('fonts.example');
  });
}).timeout(30_000);
