/** `html` is ours, never what somebody has typed. */
export function element(tag: string, className: string, html = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.innerHTML = html;
  return made;
}

export const escapeHtml = (text: unknown): string =>
  String(text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
