import { expect } from 'chai';
import type { Person } from '../../support/http/actors.ts';
import { eventually } from '../../support/http/eventually.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const LIST = '/pages/invoice-titles/invoice-titles';
const EDIT = '/pages/invoice-title-edit/invoice-title-edit';
const COMPANY = { name: '海马科技有限公司', email: 'f@example.com', taxpayer_number: '9144030071526726XG' };

describe('发票抬头', () => {
  const app = useMiniProgram();
  const titlesOf = async ({ token }: Person) =>
    (await app().system.call('/api/v1/invoice-titles', { token })).json.invoice_titles;
  const add = ({ token }: Person, body: object) => app().system.call('/api/v1/invoice-titles', { token, body });
  const fill = async (screen: Screen, fields: object) => {
    for (const [name, text] of Object.entries(fields)) await screen.at(name).locator('input').fill(text);
  };

  it('a company: name, 税号 and 邮箱, the rest by choice; the first one is the default', async () => {
    const person = await app().system.actors.aPerson();
    const screen = await app().open({ person, page: LIST });
    await screen.sees('还没有发票抬头');
    await screen.shoot('invoice-titles-empty');
    await screen.tap(screen.text('新增抬头'));
    await screen.isOn('pages/invoice-title-edit/invoice-title-edit');
    await fill(screen, { ...COMPANY, bank_name: '招商银行' });
    await screen.shoot('invoice-title-edit');
    await screen.tap('save');
    await screen.isOn('pages/invoice-titles/invoice-titles');
    await screen.sees('企业 · 海马科技有限公司');
    await screen.sees('默认');
    await screen.shoot('invoice-titles');
    const [title] = await titlesOf(person);
    expect(title).to.include({ ...COMPANY, kind: 'company', bank_name: '招商银行', phone: null, is_default: true });
  });

  it('a person: name and 邮箱 alone', async () => {
    const person = await app().system.actors.aPerson();
    await add(person, { kind: 'company', ...COMPANY });
    const screen = await app().open({ person, page: LIST });
    await screen.tap('add');
    await screen.tap('kind-personal');
    expect(await screen.at('taxpayer_number').count()).to.equal(0);
    await fill(screen, { name: '王小明', email: 'wang@example.com' });
    await screen.tap('default');
    await screen.shoot('invoice-title-edit-personal');
    await screen.tap('save');
    await screen.sees('个人 · 王小明');
    const titles = await titlesOf(person);
    expect(titles.find(({ is_default: first }: { is_default: boolean }) => first).name).to.equal('王小明');
  });

  it('tells beside each field what is wrong, before anything is sent', async () => {
    const screen = await app().open({ page: EDIT });
    await screen.at('save').waitFor();
    await fill(screen, { email: 'x', taxpayer_number: '9144030071526726XX' });
    await screen.tap('save');
    for (const text of ['请填写抬头名称', '请填写正确的邮箱', '税号有误，请核对后重新填写']) await screen.sees(text);
    await screen.shoot('invoice-title-edit-faults');
  });

  it('tells beside the field what the server does not take', async () => {
    const screen = await app().open({ page: EDIT });
    await screen.at('save').waitFor();
    await fill(screen, { ...COMPANY, email: 'a..b@example.com' });
    screen.expects(/status of 400/);
    await screen.tap('save');
    await screen.sees('接收邮箱有误，请核对后重新填写');
  });

  it('编辑 shows what there is, and changes it', async () => {
    const person = await app().system.actors.aPerson();
    await add(person, { kind: 'company', ...COMPANY, address: '深圳' });
    const screen = await app().open({ person, page: LIST });
    await screen.tap('edit');
    await eventually(async () => expect(await screen.at('address').locator('input').inputValue()).to.equal('深圳'));
    await fill(screen, { name: '海马网络有限公司' });
    await screen.tap('save');
    await screen.sees('企业 · 海马网络有限公司');
    const [title] = await titlesOf(person);
    expect(title).to.include({ name: '海马网络有限公司', address: '深圳' });
  });

  it('编辑 of one that has been deleted says so', async () => {
    const screen = await app().open({ page: `${EDIT}?id=ttl_${'0'.repeat(32)}` });
    await screen.sees('发票抬头不存在');
  });

  it('删除 asks first', async () => {
    const person = await app().system.actors.aPerson();
    await add(person, { kind: 'company', ...COMPANY });
    const screen = await app().open({ person, page: LIST });
    await screen.tap('delete');
    await screen.page.locator('.shell-dialog').getByRole('button', { name: '取消' }).tap();
    await screen.sees('企业 · 海马科技有限公司');
    await screen.tap('delete');
    await screen.page.locator('.shell-dialog').getByRole('button', { name: '删除' }).tap();
    await screen.sees('还没有发票抬头');
    expect(await titlesOf(person)).to.deep.equal([]);
  });

  it('offline, nothing typed is lost: it says so, and 保存 works once there is network', async () => {
    const person = await app().system.actors.aPerson();
    const screen = await app().open({ person, page: LIST });
    await screen.tap(screen.text('新增抬头'));
    await screen.at('save').waitFor();
    await fill(screen, COMPANY);
    await screen.set({ online: false });
    await screen.tap('save');
    await screen.page.locator('.shell-toast').getByText('网络不给力').waitFor();
    await screen.set({ online: true });
    await screen.tap('save');
    await screen.sees('企业 · 海马科技有限公司');
  });

  for (const page of [LIST, EDIT]) {
    it(`${page}: says that there is no network, comes back by 重试, bears large letters`, async () => {
      const screen = await app().open({ page, online: false, fontSize: 23 });
      await screen.sees('网络不给力');
      await screen.set({ online: true });
      await screen.tap('retry');
      await screen.sees(/还没有发票抬头|抬头名称/);
      expect(await screen.overflow()).to.equal(0);
    });
  }
}).timeout(60_000);
