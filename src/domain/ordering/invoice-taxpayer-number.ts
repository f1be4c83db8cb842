import type { Brand } from '../shared/brand.ts';

/** 纳税人识别号: 15–20 of 0-9 A-Z. With 18 characters it is a 统一社会信用代码, whose last character checks the others. */
export type TaxpayerNumber = Brand<string, 'TaxpayerNumber'>;

const SHAPE = /^[0-9A-Z]{15,20}$/;
const UNIFIED_LENGTH = 18;
/** GB 32100-2015: authority, kind, six digits of the division, nine characters of the organisation, check character. */
const UNIFIED_SHAPE = /^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
/** Their values count from 0. I, O, S, V and Z are left out: they look like digits, or like each other. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** The weight of place i is 3 to the power of i, modulo 31. */
const BASE = 3;

/** The number as it is printed, however it was typed or pasted; null: this is none. */
export function toTaxpayerNumber(text: string): TaxpayerNumber | null {
  const number = text.replaceAll(/\s/g, '').toUpperCase();
  const isRight = number.length === UNIFIED_LENGTH ? isUnifiedCode(number) : SHAPE.test(number);
  return isRight ? (number as TaxpayerNumber) : null;
}

function isUnifiedCode(number: string): boolean {
  if (!UNIFIED_SHAPE.test(number)) return false;
  const modulus = CHARACTERS.length;
  let [sum, weight] = [0, 1];
  for (const character of number.slice(0, -1)) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * BASE) % modulus;
  }
  return number.at(-1) === CHARACTERS[(modulus - (sum % modulus)) % modulus];
}
