type Align = 'left' | 'right';

/** The first column is text, the others are numbers unless `aligned` says otherwise. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligned: readonly Align[] = head.map((_, column) => (column === 0 ? 'left' : 'right')),
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${aligned.map((align) => (align === 'left' ? '---' : '---:')).join('|')}|`, ...rows.map(line)];
}
