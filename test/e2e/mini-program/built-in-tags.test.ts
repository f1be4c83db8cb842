import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { closeChromium } from './support/chromium.ts';
import { noted, openLab } from './support/lab.ts';

/** Notes the name of each event and what it brings. */
const SCRIPT = `Page({
  data: { typed: 'a', on: false, range: ['x', 'y'], nodes: [{ name: 'b', children: [{ type: 'text', text: 'bold' }] }], absent: undefined },
  notes: [] as unknown[],
  note(e: { type: string; detail: object }) { this.notes.push([e.type, e.detail]); },
  async ask(e: { currentTarget: { dataset: { ask: string } } }) {
    const names = e.currentTarget.dataset.ask as 'showModal';
    try { this.notes.push(await wx[names]({ title: 't', content: 'c', itemList: ['one', 'two'], editable: true } as never)); }
    catch (error) { this.notes.push(error); }
  },
});`;

describe('the built-in tags', () => {
  let page: Page;
  const open = async (wxml: string, wxss = ''): Promise<void> => {
    page = await openLab({ wxml, script: SCRIPT, wxss });
  };
  const last = async () => (await noted(page)).at(-1);
  const data = (name: string): Promise<unknown> => page.evaluate(`getCurrentPages()[0].data.${name}`);
  afterEach(() => page.context().close());
  after(closeChromium);

  it('input: tells what is typed, and binds both ways', async () => {
    await open(
      '<input class="f" model:value="{{typed}}" bind:input="note" bind:confirm="note" /><view class="out">{{typed}}</view>',
    );
    await page.locator('wx-input input').fill('abc');
    expect(await last()).to.deep.equal(['input', { value: 'abc', cursor: 3, keyCode: 0 }]);
    expect(await data('typed')).to.equal('abc');
    await page.locator('wx-input input').press('Enter');
    expect(await last()).to.deep.equal(['confirm', { value: 'abc' }]);
  });

  it('input type="nickname": WeChat looks at the name when it is left', async () => {
    await open('<input type="nickname" bind:nicknamereview="note" />');
    await page.locator('wx-input input').fill('小马');
    await page.locator('wx-input input').blur();
    expect(await last()).to.deep.equal(['nicknamereview', { pass: true, timeout: false }]);
  });

  it('textarea and form: a submit brings every field', async () => {
    await open(`<form bind:submit="note"><textarea name="text" value="long" /><input name="line" value="short" />
      <switch name="on" checked /><button form-type="submit">send</button></form>`);
    await page.getByText('send').tap();
    expect(await last()).to.deep.equal(['submit', { value: { text: 'long', line: 'short', on: true } }]);
  });

  it('switch, checkbox and radio: tell what they have become', async () => {
    await open(`<switch bind:change="note" /><checkbox-group bind:change="note"><checkbox value="a" /><checkbox value="b" checked /></checkbox-group>
      <radio-group bind:change="note"><radio value="r" checked /><radio value="s" /></radio-group>`);
    await page.locator('wx-switch').tap();
    expect(await last()).to.deep.equal(['change', { value: true }]);
    await page.locator('wx-checkbox').first().tap();
    expect(await last()).to.deep.equal(['change', { value: ['a', 'b'] }]);
    await page.locator('wx-radio').last().tap();
    expect(await last()).to.deep.equal(['change', { value: 's' }]);
  });

  it('what is disabled tells nothing; what is undefined is not set', async () => {
    await open('<switch disabled bind:change="note" /><button disabled="{{absent}}" bind:tap="note">b</button>');
    await page.locator('wx-switch').tap();
    expect(await noted(page)).to.deep.equal([]);
    await page.getByText('b', { exact: true }).tap();
    expect(await last()).to.have.property('0', 'tap');
  });

  it('picker: from a list below', async () => {
    await open(
      '<picker mode="selector" range="{{range}}" bind:change="note" bind:cancel="note"><view>pick</view></picker>',
    );
    await page.getByText('pick').tap();
    await page.locator('.shell-sheet').getByText('y', { exact: true }).tap();
    expect(await last()).to.deep.equal(['change', { value: 1 }]);
    await page.getByText('pick').tap();
    await page.locator('.shell-sheet').getByText('取消').tap();
    expect(await last()).to.have.property('0', 'cancel');
  });

  it('scroll-view: tells that its end is near, once', async () => {
    await open(
      '<scroll-view scroll-y class="s" bind:scrolltolower="note"><view class="l" /></scroll-view>',
      '.s{height:100px}.l{height:900px}',
    );
    for (const top of [750, 790, 800]) {
      await page.evaluate(`document.querySelector('wx-scroll-view').scrollTo(0, ${top})`);
      await page.waitForTimeout(60);
    }
    expect(await noted(page)).to.deep.equal([['scrolltolower', { direction: 'bottom' }]]);
  });

  it('rich-text and navigator', async () => {
    await open('<rich-text nodes="{{nodes}}" /><navigator url="/pages/next/next">go</navigator>');
    expect(await page.locator('wx-rich-text b').textContent()).to.equal('bold');
    await page.getByText('go', { exact: true }).tap();
    await page.getByText('next').waitFor();
    expect(await page.evaluate('getCurrentPages().length')).to.equal(2);
  });

  it('button open-type: an avatar from the album, the settings', async () => {
    await open(
      '<button open-type="chooseAvatar" bind:chooseavatar="note">a</button><button open-type="openSetting" bind:opensetting="note">s</button>',
    );
    await page.getByText('a', { exact: true }).tap();
    await page.waitForFunction('getCurrentPages()[0].notes.length === 1');
    expect(JSON.stringify(await last())).to.match(/\["chooseavatar",\{"avatarUrl":"blob:/);
    await page.getByText('s', { exact: true }).tap();
    await page.waitForFunction('getCurrentPages()[0].notes.length === 2');
    expect(await last()).to.have.property('0', 'opensetting');
  });

  it('wx.uploadFile sends what chooseAvatar has given, and answers with a text', async () => {
    await open('<button open-type="chooseAvatar" bind:chooseavatar="note">a</button>');
    await page.route('**/api/v1/me/avatar', (route) =>
      route.fulfill({ json: { type: route.request().headers()['content-type'] } }),
    );
    await page.getByText('a', { exact: true }).tap();
    await page.waitForFunction('getCurrentPages()[0].notes.length === 1');
    const answer = await page.evaluate(`new Promise((success, fail) => wx.uploadFile({
      url: 'https://api.example/api/v1/me/avatar', filePath: getCurrentPages()[0].notes[0][1].avatarUrl, name: 'avatar', success, fail }))`);
    expect(answer).to.deep.include({ errMsg: 'uploadFile:ok', statusCode: 200 });
    expect((answer as { data: unknown }).data).to.match(/^\{"type":"multipart\/form-data; boundary=/);
  });

  it('wx.showModal and wx.showActionSheet answer as WeChat does', async () => {
    await open(
      '<view data-ask="showModal" bind:tap="ask">modal</view><view data-ask="showActionSheet" bind:tap="ask">sheet</view>',
    );
    await page.getByText('modal').tap();
    await page.locator('.shell-dialog input').fill('typed');
    await page.locator('.shell-dialog').getByText('确定').tap();
    expect(await last()).to.deep.equal({ errMsg: 'showModal:ok', confirm: true, cancel: false, content: 'typed' });
    await page.getByText('sheet').tap();
    await page.locator('.shell-sheet').getByText('two').tap();
    expect(await last()).to.deep.equal({ errMsg: 'showActionSheet:ok', tapIndex: 1 });
    await page.getByText('sheet').tap();
    await page.locator('.shell-sheet').getByText('取消').tap();
    expect(await last()).to.deep.equal({ errMsg: 'showActionSheet:fail cancel' });
  });

  it('hover-class: while a finger is on it', async () => {
    await open('<view class="v" hover-class="pressed">v</view>');
    await page.locator('wx-view.v').dispatchEvent('touchstart');
    expect(await page.locator('wx-view.v').getAttribute('class')).to.match(/pressed/);
    await page.locator('wx-view.v').dispatchEvent('touchend');
    await page.waitForTimeout(120);
    expect(await page.locator('wx-view.v').getAttribute('class')).to.not.match(/pressed/);
  });
}).timeout(30_000);
