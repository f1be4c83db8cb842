// As the server checks it (src/domain/ordering/invoice-taxpayer-number.ts), which has the last word.

const SHAPE = /^[0-9A-Z]{15,20}$/;
const UNIFIED_LENGTH = 18;
const UNIFIED_SHAPE = /^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const BASE = 3;

/** With 18 characters it is a 统一社会信用代码, whose last character checks the others. */
export function isTaxpayerNumber(text: string): boolean {
  const number = text.replace(/\s/g, '').toUpperCase();
  return number.length === UNIFIED_LENGTH ? isUnifiedCode(number) : SHAPE.test(number);
}

function isUnifiedCode(number: string): boolean {
  if (!UNIFIED_SHAPE.test(number)) return false;
  const modulus = CHARACTERS.length;
  let [sum, weight] = [0, 1];
  for (const character of number.slice(0, -1)) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * BASE) % modulus;
  }
  return number[UNIFIED_LENGTH - 1] === CHARACTERS[(modulus - (sum % modulus)) % modulus];
}
