import { element, escapeHtml } from './element.ts';

export type Choice = { readonly text: string; readonly color?: string; readonly id: string };
type ModalContent = {
  readonly title: string;
  readonly content: string;
  readonly input?: { readonly placeholder: string };
};

function openMask(className: string, inner: HTMLElement): HTMLElement {
  const mask = element('div', `shell-mask ${className}`);
  mask.append(inner);
  document.body.append(mask);
  return mask;
}

/** wx.showModal. */
export function askModal({ title, content, input }: ModalContent, choices: readonly Choice[]) {
  return new Promise<{ readonly id: string; readonly typed: string }>((resolve) => {
    const dialog = element(
      'div',
      'shell-dialog',
      `<h3>${escapeHtml(title)}</h3><p>${escapeHtml(content)}</p><div class="shell-choices"></div>`,
    );
    dialog.setAttribute('role', 'dialog');
    const field = document.createElement('input');
    if (input) {
      // What is asked about is the text to begin with.
      Object.assign(field, { placeholder: input.placeholder, value: content });
      dialog.querySelector('p')?.replaceWith(field);
    }
    const mask = openMask('', dialog);
    for (const { text, color = '#000', id } of choices) {
      const button = element('button', '', escapeHtml(text));
      button.style.color = color;
      button.onclick = () => {
        mask.remove();
        resolve({ id, typed: field.value });
      };
      dialog.querySelector('.shell-choices')?.append(button);
    }
  });
}

/** A list from below, with 取消 at its end. Null: cancelled. */
export function pick(items: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const sheet = element('div', 'shell-sheet');
    const mask = openMask('at-bottom', sheet);
    [...items, '取消'].forEach((text, index) => {
      const button = element('button', '', escapeHtml(text));
      button.onclick = () => {
        mask.remove();
        resolve(index < items.length ? index : null);
      };
      sheet.append(button);
    });
  });
}

export type Bill = { readonly description: string; readonly amountFen: number };

/** WeChat's own payment sheet. */
export function askForPayment({ description, amountFen }: Bill): Promise<'pay' | 'cancel'> {
  return new Promise((resolve) => {
    const sheet = element(
      'div',
      'shell-pay',
      `<button class="close" aria-label="关闭">✕</button><div class="what">${escapeHtml(description)}</div>
<div class="sum">¥${(amountFen / 100).toFixed(2)}</div>
<div class="how"><span>支付方式</span><span>零钱</span></div><button class="pay">确认支付</button>`,
    );
    sheet.setAttribute('role', 'dialog');
    sheet.setAttribute('aria-label', '微信支付');
    const mask = openMask('at-bottom', sheet);
    const end = (answer: 'pay' | 'cancel') => () => {
      mask.remove();
      resolve(answer);
    };
    (sheet.querySelector('.close') as HTMLElement).onclick = end('cancel');
    (sheet.querySelector('.pay') as HTMLElement).onclick = end('pay');
  });
}

let toast: HTMLElement | null = null;
let guard: HTMLElement | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const SIGNS: Readonly<Record<string, string>> = { success: '✓', error: '✕', loading: '◌' };

export function showToast(
  title: string,
  icon: string,
  options: { readonly durationMs: number | null; readonly mask: boolean },
): void {
  hideToast();
  const sign = icon === 'none' ? '' : `<b>${SIGNS[icon] ?? ''}</b>`;
  toast = element('div', 'shell-toast', sign + escapeHtml(title));
  if (options.mask) {
    guard = element('div', 'shell-guard');
    document.body.append(guard);
  }
  document.body.append(toast);
  if (options.durationMs !== null) timer = setTimeout(hideToast, options.durationMs);
}

export function hideToast(): void {
  clearTimeout(timer);
  toast?.remove();
  guard?.remove();
  toast = guard = null;
}
