import type { InvoiceTitleId, UserId } from '../shared/ids.ts';
import type { TaxpayerNumber } from './invoice-taxpayer-number.ts';

type PersonalDetails = {
  readonly kind: 'personal';
  readonly name: string;
  /** Where the invoice is sent to. */
  readonly email: string;
};
type CompanyDetails = {
  readonly kind: 'company';
  readonly name: string;
  readonly email: string;
  readonly taxpayerNumber: TaxpayerNumber;
  readonly bankName: string | null;
  readonly bankAccount: string | null;
  readonly address: string | null;
  readonly phone: string | null;
};
/** What an invoice says about whom it is for (发票抬头). Personal data: it never reaches a log. */
export type TitleDetails = PersonalDetails | CompanyDetails;

/** Details that a user keeps for the next request. */
export type InvoiceTitle = {
  readonly id: InvoiceTitleId;
  readonly userId: UserId;
  readonly details: TitleDetails;
  /** Where a user has titles, exactly one of them is the default. */
  readonly isDefault: boolean;
  readonly createdAt: Date;
};

export const TITLES_PER_USER = 20;

/** In place of the title on a request that came to nothing, once its user is gone. */
export const ERASED_TITLE: TitleDetails = { kind: 'personal', name: '已删除', email: '' };

/** Would the two make the same invoice? */
export function sameDetails(a: TitleDetails, b: TitleDetails): boolean {
  const [left, right] = [partsOf(a), partsOf(b)];
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

const partsOf = (details: TitleDetails): (string | null)[] => {
  const { kind, name, email } = details;
  if (details.kind === 'personal') return [kind, name, email];
  const { taxpayerNumber, bankName, bankAccount, address, phone } = details;
  return [kind, name, email, taxpayerNumber, bankName, bankAccount, address, phone];
};
