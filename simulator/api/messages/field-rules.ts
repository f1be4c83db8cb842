const characters = (value: string): number => [...value].length;

const clock = String.raw`([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?`;
const day = String.raw`\d{4}年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日`;
const range = (moment: string): RegExp => new RegExp(`^(${moment})(~(${moment}))?$`);

const matches =
  (pattern: RegExp, most = Infinity) =>
  (value: string): boolean =>
    pattern.test(value) && characters(value) <= most;

/** 订阅消息参数值内容限制, by the letters that a field's name begins with. */
const rules: Readonly<Record<string, (value: string) => boolean>> = {
  thing: (value) => characters(value) <= 20,
  number: matches(/^\d+(\.\d+)?$/, 32),
  letter: matches(/^[A-Za-z]+$/, 32),
  symbol: matches(/^[^\p{L}\p{N}\s]+$/u, 5),
  character_string: matches(/^[\x20-\x7e]+$/, 32),
  time: matches(range(`(${day} )?${clock}`)),
  date: matches(range(`${day}( ${clock})?`)),
  amount: matches(/^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/),
  phone_number: matches(/^[\d+()\- ]+$/, 17),
  car_number: matches(/^[\p{L}\p{N}]+$/u, 8),
  name: (value) => matches(/^\p{Script=Han}+$/u, 10)(value) || matches(/^[^\p{Script=Han}]+$/u, 20)(value),
  phrase: matches(/^\p{Script=Han}+$/u, 5),
};

/** The word that WeChat's complaint about the value ends with, or nothing. */
export function complaintAbout(field: string, value: string): 'empty' | 'invalid' | undefined {
  if (value.trim() === '') return 'empty';
  const rule = rules[field.replace(/\d+$/, '')];
  return rule && !rule(value) ? 'invalid' : undefined;
}
