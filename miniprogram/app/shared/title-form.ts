import type { InvoiceTitle, TitleWish } from '../api/types';
import { isTaxpayerNumber } from './taxpayer-number';

export type TitleForm = {
  readonly kind: 'personal' | 'company';
  readonly name: string;
  readonly email: string;
  readonly taxpayer_number: string;
  readonly bank_name: string;
  readonly bank_account: string;
  readonly address: string;
  readonly phone: string;
  readonly is_default: boolean;
};
export type TitleField = Exclude<keyof TitleForm, 'kind' | 'is_default'>;
export type TitleFaults = Readonly<Partial<Record<TitleField, string>>>;

export const EMPTY_TITLE: TitleForm = {
  ...{ kind: 'company', name: '', email: '', taxpayer_number: '', is_default: false },
  ...{ bank_name: '', bank_account: '', address: '', phone: '' },
};

type Field = {
  readonly name: TitleField;
  readonly label: string;
  readonly longest: number;
  readonly placeholder: string;
};
const NAME: Field = { name: 'name', label: '抬头名称', longest: 100, placeholder: '请填写' };
const EMAIL: Field = { name: 'email', label: '接收邮箱', longest: 254, placeholder: '电子发票将发送到此邮箱' };
const COMPANY: readonly Field[] = [
  { name: 'taxpayer_number', label: '税号', longest: 64, placeholder: '统一社会信用代码' },
  { name: 'bank_name', label: '开户银行', longest: 100, placeholder: '选填' },
  { name: 'bank_account', label: '银行账号', longest: 64, placeholder: '选填' },
  { name: 'address', label: '注册地址', longest: 200, placeholder: '选填' },
  { name: 'phone', label: '注册电话', longest: 32, placeholder: '选填' },
];
export const titleFields = (kind: TitleForm['kind']): readonly Field[] =>
  kind === 'personal' ? [NAME, EMAIL] : [NAME, EMAIL, ...COMPANY];

export const titleForm = (title: InvoiceTitle): TitleForm => ({
  ...{ kind: title.kind, name: title.name, email: title.email, is_default: title.is_default },
  ...{ taxpayer_number: title.taxpayer_number ?? '', bank_name: title.bank_name ?? '' },
  ...{ bank_account: title.bank_account ?? '', address: title.address ?? '', phone: title.phone ?? '' },
});

const EMAIL_SHAPE = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** What is wrong with it, as far as the phone can tell. */
export function titleFaults(form: TitleForm): TitleFaults {
  const { kind, name, email, taxpayer_number: number } = form;
  return {
    ...(name.trim() === '' && { name: '请填写抬头名称' }),
    ...(!EMAIL_SHAPE.test(email.trim()) && { email: '请填写正确的邮箱' }),
    ...(kind === 'company' && !isTaxpayerNumber(number) && { taxpayer_number: '税号有误，请核对后重新填写' }),
  };
}

export function titleWish(form: TitleForm): TitleWish {
  const [name, email] = [form.name.trim(), form.email.trim()];
  if (form.kind === 'personal') return { kind: 'personal', name, email, is_default: form.is_default };
  return {
    ...{ kind: 'company', name, email, is_default: form.is_default, taxpayer_number: form.taxpayer_number },
    ...{ bank_name: orNull(form.bank_name), bank_account: orNull(form.bank_account) },
    ...{ address: orNull(form.address), phone: orNull(form.phone) },
  };
}

const orNull = (text: string): string | null => text.trim() || null;

/** Of a server that does not like some fields: `errors: [{pointer: '/email'}]`. */
export function faultsFrom(extra: Readonly<Record<string, unknown>>): TitleFaults {
  const errors = Array.isArray(extra['errors']) ? (extra['errors'] as { readonly pointer?: unknown }[]) : [];
  const names = errors.map(({ pointer }) => String(pointer).slice(1));
  const known = titleFields('company').filter(({ name }) => names.includes(name));
  return Object.fromEntries(known.map(({ name, label }) => [name, `${label}有误，请核对后重新填写`]));
}
