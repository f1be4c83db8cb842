import { expect } from 'chai';
import { parseId } from '../../../../src/adapters/http/public-id.ts';
import { issueInvoice } from '../../../../src/application/ordering/issue-invoice.ts';
import { redLetterInvoice } from '../../../../src/application/ordering/red-letter-invoice.ts';
import { rejectInvoice } from '../../../../src/application/ordering/reject-invoice.ts';
import type { InvoiceId } from '../../../../src/domain/shared/ids.ts';
import { anInvoiceNumber } from '../../../support/invoices.ts';
import type { Flow } from '../flow.ts';
import type { Scene } from '../scene.ts';
import { giveBack, sale } from './refunding.ts';

const TITLE = { kind: 'personal', name: '王小明', email: 'wang@example.com' };

/** A buyer who asks for an invoice; twice, where the answer was lost: there is one. */
async function requested(scene: Scene) {
  const sold = await sale(scene);
  const buyer = { token: sold.person.token };
  const { json: title } = await scene.expect(201, '/api/v1/invoice-titles', { ...buyer, body: TITLE });
  const body = { order_id: sold.order.id, title_id: title.id };
  const { json } = await scene.expect(201, '/api/v1/invoices', { ...buyer, body });
  return { sold, buyer, title, id: parseId<InvoiceId>('inv', json.id) as InvoiceId, publicId: json.id as string };
}

async function expectStatus(
  { world }: Scene,
  { buyer, publicId }: Awaited<ReturnType<typeof requested>>,
  wanted: string,
) {
  const { json } = await world.system.call(`/api/v1/invoices/${publicId}`, buyer);
  expect(json.status).to.equal(wanted);
}

const reversed: Flow = {
  name: 'an invoice that is issued, and reversed for a refund',
  play: async (scene) => {
    const asked = await requested(scene);
    const paper = { number: anInvoiceNumber(), downloadUrl: 'https://tax.example/1.pdf', amountFen: null };
    await scene.step(({ parts: { uow } }) => issueInvoice({ uow })(asked.id, paper, 'li'));
    await giveBack(scene, asked.sold, 'all');
    const redLetter = anInvoiceNumber();
    await scene.step(({ parts: { uow } }) => redLetterInvoice({ uow })(asked.id, redLetter, 'li'));
    await scene.over();
    await expectStatus(scene, asked, 'red_lettered');
  },
};

const rejected: Flow = {
  name: 'an invoice that is rejected',
  play: async (scene) => {
    const asked = await requested(scene);
    await scene.step(({ parts: { uow } }) => rejectInvoice({ uow })(asked.id, '税号与名称不符', 'li'));
    await scene.over();
    await expectStatus(scene, asked, 'rejected');
  },
};

const cancelled: Flow = {
  name: 'an invoice that is cancelled, and its title',
  play: async (scene) => {
    const asked = await requested(scene);
    const { buyer, title } = asked;
    await scene.ask(`/api/v1/invoices/${asked.publicId}/cancel`, { ...buyer, method: 'POST' });
    const change = { ...buyer, method: 'PUT', body: { ...TITLE, name: '王大明', is_default: true } };
    await scene.expect(200, `/api/v1/invoice-titles/${title.id}`, change);
    const { json } = await scene.expect(200, '/api/v1/invoice-titles', buyer);
    const ids = json.invoice_titles.map(({ id }: { id: string }) => id);
    await scene.expect(200, '/api/v1/invoice-titles/delete', { ...buyer, body: { ids } });
    await scene.over();
    await expectStatus(scene, asked, 'cancelled');
    expect((await scene.world.system.call('/api/v1/invoice-titles', buyer)).json.invoice_titles).to.deep.equal([]);
  },
};

export const INVOICING: readonly Flow[] = [reversed, rejected, cancelled];
