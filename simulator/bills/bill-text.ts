export type Table = { readonly headers: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** What WeChat's description of its bills says of characters that would break a line. */
const inOneLine = (value: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is the very character that WeChat replaces
  value.replace(/\x01/g, ' ').replace(/\r/g, '\\r').replace(/\n/g, '\\n');

/** A backtick before every value, so that a spreadsheet takes none for a number; none before headers. */
const linesOf = ({ headers, rows }: Table): string[] => [
  headers.join(','),
  ...rows.map((values) => values.map((value) => `\`${inOneLine(value)}`).join(',')),
];

/** Lines end with CRLF, the last one too. */
export const billText = (details: Table, summary: Table, bom: boolean): string =>
  `${bom ? '\ufeff' : ''}${[...linesOf(details), ...linesOf(summary)].map((line) => `${line}\r\n`).join('')}`;
