import { expect } from 'chai';
import fc from 'fast-check';
import { isTaxpayerNumber } from '../../miniprogram/app/shared/taxpayer-number.ts';
import {
  EMPTY_TITLE,
  faultsFrom,
  type TitleForm,
  titleFaults,
  titleFields,
  titleForm,
  titleWish,
} from '../../miniprogram/app/shared/title-form.ts';
import { toTaxpayerNumber } from '../../src/domain/ordering/invoice-taxpayer-number.ts';

const COMPANY: TitleForm = {
  ...EMPTY_TITLE,
  ...{ name: '海马科技有限公司', email: 'f@example.com', taxpayer_number: '9144030071526726XG' },
};

describe('the form of an invoice title', () => {
  it('takes exactly the taxpayer numbers that the server takes', () => {
    const known = [
      '9144030071526726XG',
      ' 9144 0300 7152 6726xg ',
      '9144030071526726XX',
      '123456789012345',
      '1234',
      '',
    ];
    for (const text of known) expect(isTaxpayerNumber(text), text).to.equal(toTaxpayerNumber(text) !== null);
    const characters = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ a-'.split(''));
    const numbers = fc.array(characters, { minLength: 14, maxLength: 21 }).map((parts) => parts.join(''));
    fc.assert(fc.property(numbers, (text) => isTaxpayerNumber(text) === (toTaxpayerNumber(text) !== null)));
  });

  it('asks a company for its number, a person for name and address alone', () => {
    expect(titleFields('personal').map(({ name }) => name)).to.deep.equal(['name', 'email']);
    expect(titleFields('company')).to.have.length(7);
    expect(titleFaults({ ...EMPTY_TITLE, email: 'x' })).to.have.all.keys('name', 'email', 'taxpayer_number');
    expect(titleFaults({ ...EMPTY_TITLE, kind: 'personal', name: '王小明', email: 'w@example.com' })).to.deep.equal({});
    expect(titleFaults(COMPANY)).to.deep.equal({});
  });

  it('sends what the server wants: nothing of a company for a person, null for what is blank', () => {
    expect(titleWish({ ...COMPANY, kind: 'personal' })).to.have.all.keys('kind', 'name', 'email', 'is_default');
    expect(titleWish({ ...COMPANY, bank_name: ' ', phone: ' 0755 ' })).to.deep.include({
      ...{ bank_name: null, bank_account: null, address: null, phone: '0755' },
    });
  });

  it('is filled from a title, and gives the same again', () => {
    const title = { id: 'ttl_1', created_at: '2026-01-15T04:00:00Z', ...titleWish({ ...COMPANY, address: '深圳' }) };
    expect(titleForm(title as never)).to.deep.equal({ ...COMPANY, address: '深圳' });
  });

  it('shows what the server does not like beside the field', () => {
    const faults = faultsFrom({ errors: [{ pointer: '/email' }, { pointer: '/secret' }] });
    expect(faults).to.deep.equal({ email: '接收邮箱有误，请核对后重新填写' });
    expect(faultsFrom({})).to.deep.equal({});
  });
});
