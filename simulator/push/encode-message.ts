import type { PushMessage } from './push-state.ts';

// A text that contains the end mark is told in two sections.
const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

function xmlFields(message: PushMessage): string {
  const elements = Object.entries(message).map(([name, value]) => {
    const content = typeof value === 'object' ? xmlFields(value) : typeof value === 'string' ? cdata(value) : value;
    return `<${name}>${content}</${name}>`;
  });
  return elements.join('');
}

/** Texts in CDATA, numbers as they are. */
export const encodeMessage = (message: PushMessage, format: 'json' | 'xml'): string =>
  format === 'json' ? JSON.stringify(message) : `<xml>${xmlFields(message)}</xml>`;
