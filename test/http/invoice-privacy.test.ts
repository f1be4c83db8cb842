import { expect } from 'chai';
import { useTestSystem } from '../support/http/test-system.ts';

const TITLE = {
  ...{ kind: 'company', name: '保密科技有限公司', email: 'secret@example.com', taxpayer_number: '9144030071526726XG' },
  ...{ bank_name: '保密银行', bank_account: '6222 0000 9999', address: '保密路 1 号', phone: '0755-99990000' },
};

describe('the log', () => {
  const system = useTestSystem();
  const addTitle = (token: string, body: unknown = TITLE) => system().call('/api/v1/invoice-titles', { token, body });
  const expectNoTitle = (): void => {
    const log = system().logLines.join('');
    for (const [what, secret] of Object.entries(TITLE).filter(([name]) => name !== 'kind')) {
      expect(log.includes(secret), what).to.equal(false);
    }
  };

  it('holds nothing of a title after requests that go well, and after refusals', async () => {
    const person = await system().actors.aPerson();
    const { token } = person;
    const order = await system().actors.aPaidOrder(person);
    const { id } = (await addTitle(token)).json;
    const { json } = await system().call('/api/v1/invoices', { token, body: { order_id: order.id, title_id: id } });
    await system().call(`/api/v1/invoices/${json.id}`, { token });
    await system().call(`/api/v1/invoices?name=${encodeURIComponent(TITLE.name)}&email=${TITLE.email}`, { token });
    await addTitle(token, { ...TITLE, kind: 'club', [TITLE.email]: TITLE.name });
    await addTitle('sk_unknown', TITLE);
    expectNoTitle();
  });

  for (const table of ['invoice_titles', 'invoices']) {
    it(`holds nothing of a title when statements about ${table} fail, or a row is refused`, async () => {
      const { knex, actors, call } = system();
      const person = await actors.aPerson();
      const { token } = person;
      const order = await actors.aPaidOrder(person);
      const { id } = (await addTitle(token)).json;
      const ask = async () => {
        const added = await addTitle(token, { ...TITLE, address: '保密路 1 号', phone: null });
        const requested = await call('/api/v1/invoices', { token, body: { order_id: order.id, title_id: id } });
        return [added.status, requested.status];
      };
      const seen = system().logLines.length;
      await knex.raw(`alter table ordering.${table} add constraint closed check (id is null) not valid`);
      expect(await ask()).to.include(500);
      await knex.raw(`alter table ordering.${table} drop constraint closed`);
      await knex.raw(`alter table ordering.${table} rename to broken`);
      expect(await ask()).to.include(500);
      await knex.raw(`alter table ordering.broken rename to ${table}`);
      const log = system().logLines.slice(seen).join('');
      expect(log).to.include('closed').and.include('does not exist');
      expectNoTitle();
    });
  }
});
