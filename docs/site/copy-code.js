// A button on each block that is there to be copied, where the browser lets a page do so: over https, and on the reader's own machine.
const TEXTS = { en: ['Copy', 'Copied'], 'zh-CN': ['复制', '已复制'] };
const SHOWN_MS = 2_000;
const [copy, copied] = TEXTS[document.documentElement.lang] ?? TEXTS.en;

for (const block of document.querySelectorAll('.code:has(.language-sh, .language-js, .language-ts)')) {
  if (navigator.clipboard) block.append(copyButton(block.querySelector('code')));
}

function copyButton(code) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = copy;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = copied;
    setTimeout(() => {
      button.textContent = copy;
    }, SHOWN_MS);
  });
  return button;
}
