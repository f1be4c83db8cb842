import { expect } from 'chai';
import { useWeb } from './support/use-web.ts';

describe('the stream of an order, in the browser', () => {
  const web = useWeb();
  const anOpenOrder = async () => {
    const { actors } = web().system;
    const person = await actors.aPerson();
    return { person, payment: await actors.aPayment(person) };
  };

  it('shows a payment by an event, without another question', async () => {
    const { person, payment } = await anOpenOrder();
    const tab = await web().open('/pricing', { token: person.token });
    const asked: string[] = [];
    tab.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await tab.page.route('**/api/payment/events**', async (route) => {
      await tab.at('qr').waitFor();
      const query = `/api/payment/query?order_id=${payment.order_id}`;
      await web().system.phone.pay(payment.out_trade_no, { notify: false });
      await web().system.phone.deliver(payment.out_trade_no);
      const { text } = await web().system.call(query, { token: person.token });
      expect(route.request().headers()['authorization']).to.equal(`Bearer ${person.token}`);
      await route.fulfill({
        contentType: 'text/event-stream',
        body: `: keep-alive\n\nevent: order\ndata: ${text}\n\n`,
      });
    });
    await tab.page.goto(`${web().system.url}/payment/checkout?orderId=${payment.order_id}`);
    await tab.isOn('/payment/result');
    expect(asked.filter((path) => path === '/api/payment/query').length).to.be.at.most(1);
  });

  it('is done without where the server has no room for it', async () => {
    const { person, payment } = await anOpenOrder();
    const tab = await web().open('/pricing', { token: person.token });
    tab.expects(/status of 503/);
    await tab.page.route('**/api/payment/events**', (route) =>
      route.fulfill({
        status: 503,
        headers: { 'Retry-After': '5' },
        contentType: 'application/problem+json',
        body: '{"code":"too_many_streams"}',
      }),
    );
    await tab.page.goto(`${web().system.url}/payment/checkout?orderId=${payment.order_id}`);
    await tab.at('qr').waitFor();
    await web().system.phone.pay(payment.out_trade_no, { notify: false });
    await tab.inTime(tab.isOn('/payment/result'));
  });

  it('is done without where somebody on the way keeps it back', async () => {
    const { person, payment } = await anOpenOrder();
    const tab = await web().open('/pricing', { token: person.token });
    await tab.page.route('**/api/payment/events**', () => new Promise(() => {}));
    await tab.page.goto(`${web().system.url}/payment/checkout?orderId=${payment.order_id}`);
    await tab.at('qr').waitFor();
    await web().system.phone.pay(payment.out_trade_no, { notify: false });
    await tab.inTime(tab.isOn('/payment/result'));
  });
}).timeout(60_000);
