/** `10,346`, `5.9`, `0.47`: three digits tell enough. */
export function numberText(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const spreadText = (spread: 'even' | 'hot'): string =>
  spread === 'hot' ? 'one hot account' : 'accounts evenly';
