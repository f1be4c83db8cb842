/** One way to spoil the mini-program: a text replaced, added at the end of a file, or a file removed. */
export type Mistake = {
  readonly name: string;
  readonly file: string;
  readonly find?: string | RegExp;
  readonly replace?: string;
  readonly append?: string;
  readonly remove?: true;
};

const HOME = 'pages/home/home';

/** What WeChat or its users would find, if nobody had looked before. */
export const MISTAKES: readonly Mistake[] = [
  { name: 'bad expression', file: `${HOME}.wxml`, find: '{{nickname}}', replace: '{{nickname.}}' },
  { name: 'unclosed tag', file: `${HOME}.wxml`, append: '<view class="open">' },
  { name: 'unknown tag', file: `${HOME}.wxml`, append: '<t-cel />' },
  { name: '?. in a template', file: `${HOME}.wxml`, find: '{{nickname}}', replace: '{{view?.title}}' },
  { name: '?? in a template', file: `${HOME}.wxml`, find: '{{nickname}}', replace: "{{nickname ?? ''}}" },
  {
    name: 'missing component',
    file: `${HOME}.json`,
    find: '/components/status-banner/',
    replace: '/components/status-baner/',
  },
  { name: 'broken JSON', file: `${HOME}.json`, find: '{', replace: '{,' },
  { name: 'page without its files', file: `${HOME}.ts`, remove: true },
  { name: 'page without its template', file: `${HOME}.wxml`, remove: true },
  { name: 'broken WXSS', file: `${HOME}.wxss`, append: '.open { color: red' },
  { name: 'missing WXSS import', file: `${HOME}.wxss`, append: "@import './nowhere.wxss';" },
  { name: 'missing WXS file', file: `${HOME}.wxml`, append: '<wxs module="f" src="./nowhere.wxs" />' },
  { name: 'broken WXS', file: `${HOME}.wxml`, append: '<wxs module="f">module.exports = { a: function ( { } };</wxs>' },
  { name: 'WXS of ES6', file: `${HOME}.wxml`, append: '<wxs module="f">module.exports = { a: (x) => x };</wxs>' },
  {
    name: 'call of a missing WXS function',
    file: `${HOME}.wxml`,
    append:
      '<wxs module="f">module.exports = { up: function (s) { return s; } };</wxs><view>{{f.down(nickname)}}</view>',
  },
  { name: 'broken TypeScript', file: `${HOME}.ts`, append: 'const = 1;' },
  { name: 'missing module', file: `${HOME}.ts`, append: "import '../../shared/nowhere';" },
  { name: 'wrong name', file: `${HOME}.ts`, append: 'undefinedFunction();' },
  { name: 'wrong type', file: `${HOME}.ts`, append: 'const count: number = "1"; void count;' },
  { name: 'unknown wx function', file: `${HOME}.ts`, append: '(wx as any).doesNotExist();' },
  { name: 'handler that is not there', file: `${HOME}.wxml`, find: 'bind:tap="onBuy"', replace: 'bind:tap="onBuyy"' },
  {
    name: 'value from outside',
    file: `${HOME}.ts`,
    append: "import { outside } from '../../../outside'; void outside;",
  },
  { name: 'package that is not ours', file: `${HOME}.ts`, append: "import 'lodash';" },
  { name: 'tab bar colour that is none', file: 'app.json', find: '"@tabText"', replace: '"grey"' },
  { name: 'tab without a text', file: 'app.json', find: '"text": "首页"', replace: '"text": ""' },
  { name: 'tab without its icon', file: 'images/tab-home.png', remove: true },
  {
    name: 'page that is not registered in a tab',
    file: 'app.json',
    find: '"pagePath": "pages/home/home"',
    replace: '"pagePath": "pages/hom/hom"',
  },
  { name: 'colour without a dark one', file: 'theme.json', find: /"tabText": "#8a919d",? ?/, replace: '' },
  {
    name: 'a phone in what is pure',
    file: 'shared/money.ts',
    append: "export const shown = (): void => void wx.showToast({ title: '' });",
  },
];
