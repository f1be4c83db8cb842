import { z } from 'zod';
import { toTaxpayerNumber } from '../../../domain/ordering/invoice-taxpayer-number.ts';
import { TITLES_PER_USER } from '../../../domain/ordering/invoice-title.ts';
import { plainText } from '../plain-text.ts';

const text = (longest: number) => plainText.trim().min(1).max(longest);
/** Left out, null and blank are the same: a form sends what it has. */
const optionalText = (longest: number) =>
  plainText
    .trim()
    .max(longest)
    .nullish()
    .transform((given) => given || null);

const taxpayerNumber = plainText.max(64).transform((given, context) => {
  const number = toTaxpayerNumber(given);
  if (number) return number;
  context.addIssue('expected 15 to 20 of 0-9 and A-Z; with 18 of them, the last one must check the others');
  return z.NEVER;
});

const both = {
  name: text(100),
  email: plainText.trim().max(254).pipe(z.email()),
  is_default: z.boolean().default(false),
};
const PersonalBody = z.strictObject({ kind: z.literal('personal'), ...both });
const CompanyBody = z.strictObject({
  ...{ kind: z.literal('company'), ...both, taxpayer_number: taxpayerNumber },
  ...{ bank_name: optionalText(100), bank_account: optionalText(64) },
  ...{ address: optionalText(200), phone: optionalText(32) },
});

/** A title as the client sends it, to be added or put in the place of one. */
export const TitleBody = z.discriminatedUnion('kind', [PersonalBody, CompanyBody]).transform((body) => {
  const { kind, name, email, is_default: asDefault } = body;
  if (kind === 'personal') return { details: { kind, name, email }, asDefault };
  const { taxpayer_number: number, bank_name: bankName, bank_account: bankAccount, address, phone } = body;
  return { details: { kind, name, email, taxpayerNumber: number, bankName, bankAccount, address, phone }, asDefault };
});

export const TitleIds = z.strictObject({ ids: z.array(z.string().max(64)).min(1).max(TITLES_PER_USER) });
