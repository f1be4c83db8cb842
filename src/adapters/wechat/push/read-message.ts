import { parseJson } from '../parse-json.ts';
import { parseXml } from './parse-xml.ts';

/** The texts and numbers of a message, by their names in lower case: sources disagree about the case of some. */
export type PushMessage = Readonly<Record<string, string>>;

/** A message in either format that WeChat pushes; `undefined` when it is neither. What is nested is left out. */
export function readMessage(text: string): PushMessage | undefined {
  const read = text.trimStart().startsWith('<') ? parseXml(text) : parseJson(text);
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined;
  const fields = Object.entries(read).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), String(value)]));
}
