import { expect } from 'chai';
import { parseId } from '../../../src/adapters/http/public-id.ts';
import { issueInvoice } from '../../../src/application/ordering/issue-invoice.ts';
import { rejectInvoice } from '../../../src/application/ordering/reject-invoice.ts';
import type { InvoiceId } from '../../../src/domain/shared/ids.ts';
import type { Person } from '../../support/http/actors.ts';
import { eventually } from '../../support/http/eventually.ts';
import { anInvoiceNumber } from '../../support/invoices.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const COMPANY = {
  ...{ kind: 'company', name: '海马科技有限公司', email: 'f@example.com', taxpayer_number: '9144030071526726XG' },
};
const LIST = '/pages/invoices/invoices';
const REQUEST = '/pages/invoice-request/invoice-request';

describe('发票管理', () => {
  const app = useMiniProgram();
  const as = ({ token }: Person, path: string, body?: object) =>
    app().system.call(`/api/v1${path}`, { token, ...(body && { body }) });
  const idOf = (id: string) => parseId<InvoiceId>('inv', id) as InvoiceId;

  /** Somebody with so many paid orders, and a title. */
  async function aBuyer(orders = 1) {
    const { actors } = app().system;
    const person = await actors.aPerson();
    const orderIds: string[] = [];
    for (let placed = 0; placed < orders; placed++) {
      orderIds.push((await actors.aPaidOrder(person, placed % 2 === 0 ? 'points-50' : 'points-10')).id);
    }
    const titleId: string = (await as(person, '/invoice-titles', COMPANY)).json.id;
    const request = async (index: number): Promise<string> =>
      (await as(person, '/invoices', { order_id: orderIds[index], title_id: titleId })).json.id;
    return { person, titleId, request };
  }

  it('「2张待申请」: choose orders and a title, 提交申请, and they are 开票中', async () => {
    const { person } = await aBuyer(2);
    const screen = await app().open({ person, page: LIST });
    await screen.sees('2张待申请');
    await screen.sees('暂无开票记录');
    await screen.shoot('invoices-empty');
    await screen.tap('request');
    await screen.isOn('pages/invoice-request/invoice-request');
    await screen.sees('¥50');
    await screen.tap(screen.at('order').nth(0));
    await screen.tap(screen.at('order').nth(1));
    await screen.sees('提交申请（2张）');
    await screen.shoot('invoice-request');
    await screen.tap('submit');
    await screen.isOn('pages/invoices/invoices');
    await screen.sees('暂无待申请');
    expect(await screen.at('invoice-status').allTextContents()).to.deep.equal(['开票中', '开票中']);
    await screen.sees('抬头：企业 · 海马科技有限公司');
    await screen.shoot('invoices');
  });

  it('lists by state: 已开票 with number and download, 已驳回 with its reason', async () => {
    const { person, request } = await aBuyer(3);
    const { uow } = app().system;
    const [issued, rejected] = [await request(0), await request(1)];
    await request(2);
    const number = anInvoiceNumber();
    const downloadUrl = 'https://tax.example/1.pdf';
    await issueInvoice({ uow })(idOf(issued), { number, downloadUrl, amountFen: null }, 'li');
    await rejectInvoice({ uow })(idOf(rejected), '税号与名称不符', 'li');
    const screen = await app().open({ person, page: LIST });
    await eventually(async () => expect(await screen.at('invoice').count()).to.equal(3));
    await screen.shoot('invoices-states');
    await screen.tap('tab-issued');
    await eventually(async () => expect(await screen.at('invoice').count()).to.equal(1));
    await screen.tap('copy-number');
    expect(await screen.copied()).to.equal(number);
    await screen.tap('copy-download');
    expect(await screen.copied()).to.equal(downloadUrl);
    await screen.tap('tab-rejected');
    await screen.sees('驳回原因：税号与名称不符');
    await screen.tap('tab-cancelled');
    await screen.sees('没有这个状态的发票');
  });

  it('取消申请 asks first; afterwards it can be requested again', async () => {
    const { person, request } = await aBuyer();
    await request(0);
    const screen = await app().open({ person, page: LIST });
    await screen.tap('cancel');
    await screen.page.locator('.shell-dialog').getByText('再想想').tap();
    await screen.sees('开票中');
    await screen.tap('cancel');
    await screen.page.locator('.shell-dialog').getByRole('button', { name: '取消申请' }).tap();
    await screen.sees('1张待申请');
    expect(await screen.at('invoice-status').allTextContents()).to.deep.equal(['已取消']);
  });

  it('取消申请 of what has been issued meanwhile is refused, and the list is new', async () => {
    const { person, request } = await aBuyer();
    const id = await request(0);
    const screen = await app().open({ person, page: LIST });
    await screen.at('cancel').waitFor();
    const { uow } = app().system;
    await issueInvoice({ uow })(idOf(id), { number: anInvoiceNumber(), downloadUrl: null, amountFen: null }, 'li');
    screen.expects(/status of 409/);
    await screen.tap('cancel');
    await screen.page.locator('.shell-dialog').getByRole('button', { name: '取消申请' }).tap();
    await screen.page.locator('.shell-toast').getByText('该发票申请已处理，无法取消').waitFor();
    await eventually(async () => expect(await screen.at('invoice-status').allTextContents()).to.deep.equal(['已开票']));
  });

  it('shows more when its end is reached', async () => {
    const { person, request } = await aBuyer(22);
    for (let order = 0; order < 22; order++) await request(order);
    const screen = await app().open({ person, page: LIST });
    await eventually(async () => expect(await screen.at('invoice').count()).to.equal(20));
    await screen.tap('list-footer');
    await eventually(async () => expect(await screen.at('invoice').count()).to.equal(22));
    await screen.sees('没有更多了');
  });

  it('what fails of the next page is asked for again by a tap', async () => {
    const { person } = await aBuyer(21);
    const screen = await app().open({ person, page: REQUEST });
    await eventually(async () => expect(await screen.at('order').count()).to.equal(20));
    await screen.tap(screen.at('order').first());
    await screen.set({ online: false });
    await screen.tap('list-footer');
    await screen.sees('加载失败，点击重试');
    await screen.set({ online: true });
    await screen.tap('list-footer');
    await eventually(async () => expect(await screen.at('order').count()).to.equal(21));
    await screen.sees('提交申请（1张）');
  });

  it('申请开票: a title is added on the way, and is chosen', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person);
    const screen = await app().open({ person, page: REQUEST });
    await screen.sees('还没有抬头，请先新增');
    await screen.tap(screen.text('新增抬头'));
    await screen.isOn('pages/invoice-title-edit/invoice-title-edit');
    await as(person, '/invoice-titles', COMPANY);
    await screen.back();
    await screen.sees('企业 · 海马科技有限公司');
    await screen.tap('order');
    await screen.tap('submit');
    await screen.page.locator('.shell-toast').getByText('已提交申请').waitFor();
    expect((await as(person, '/invoices')).json.invoices).to.have.length(1);
  });

  it('申请开票: what the server refuses is shown with what to do', async () => {
    const { person, titleId } = await aBuyer();
    const screen = await app().open({ person, page: REQUEST });
    await screen.tap('order');
    await as(person, '/invoice-titles/delete', { ids: [titleId] });
    screen.expects(/status of 404/);
    await screen.tap('submit');
    await screen.sees('发票抬头不存在，请重新选择或新增抬头');
    await screen.shoot('invoice-request-refused');
  });

  it('申请开票: nothing to choose from', async () => {
    const screen = await app().open({ page: REQUEST });
    await screen.sees('暂无可开票的订单');
    await screen.shoot('invoice-request-empty');
  });

  it('申请开票 offline asks for nothing twice: it says so, and 提交申请 works afterwards', async () => {
    const { person } = await aBuyer();
    const screen = await app().open({ person, page: REQUEST });
    await screen.tap('order');
    await screen.set({ online: false });
    await screen.tap('submit');
    await screen.at('fault').getByText('网络不给力').waitFor();
    await screen.set({ online: true });
    await screen.tap('submit');
    await screen.page.locator('.shell-toast').getByText('已提交申请').waitFor();
    expect((await as(person, '/invoices')).json.invoices).to.have.length(1);
  });

  for (const page of [LIST, REQUEST]) {
    it(`${page}: says that there is no network, and comes back by 重试`, async () => {
      const { person } = await aBuyer();
      const screen = await app().open({ person, page, online: false });
      await screen.sees('网络不给力');
      await screen.set({ online: true });
      await screen.tap('retry');
      await screen.sees(/1张待申请|选择订单/);
    });

    it(`${page}: on iOS, where nothing is sold, shows no price; bears large letters`, async () => {
      const { person, request } = await aBuyer(2);
      await request(0);
      const screen = await app().open({ person, page, platform: 'ios', fontSize: 23 });
      await screen.sees(/^\d+积分$/);
      await screen.seesNo(/元|¥|购买|充值/);
      expect(await screen.overflow()).to.equal(0);
      await screen.shoot(page === LIST ? 'invoices-ios' : 'invoice-request-ios');
    });
  }
}).timeout(60_000);
