import type { Language } from '../problem-table.ts';
import { type AssetName, findAsset } from './assets.ts';
import { escapeHtml } from './escape-html.ts';
import type { ShelvedGuide } from './guide-library.ts';
import { ERRORS_PATH, indexOf, inOtherLanguage, REFERENCE_PATH } from './site-map.ts';

export type Page = {
  readonly language: Language;
  readonly at: string;
  readonly title: string;
  /** HTML, ours throughout. */
  readonly body: string;
  /** Text to read, in our style; otherwise it has a style of its own. */
  readonly isProse: boolean;
  readonly styles?: readonly AssetName[];
  readonly scripts?: readonly AssetName[];
};

const TEXTS = {
  en: {
    lang: 'en',
    contents: 'Guides',
    reference: 'API reference',
    errors: 'Error codes',
    other: '中文',
    skip: 'To the text',
  },
  zh: { lang: 'zh-CN', contents: '指南', reference: '接口参考', errors: '错误码', other: 'English', skip: '跳到正文' },
};

/** A whole page: what all of them share around `body`. Nothing in it is remote, and no script or style is inline. */
export async function framePage(page: Page, guides: readonly ShelvedGuide[]): Promise<string> {
  const { language, title, body, isProse, styles = [], scripts = [] } = page;
  const { lang, skip } = TEXTS[language];
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Hot Seahorse</title>
<link rel="icon" href="${await addressOf('icon.svg')}">
${(await Promise.all([...styles, 'docs.css' as const].map(styleTag))).join('\n')}
${(await Promise.all(scripts.map(scriptTag))).join('\n')}
</head>
<body>
<a class="skip" href="#text">${skip}</a>
${header(page)}
<div class="columns">
<main id="text"${isProse ? ' class="prose"' : ''}>
${body}
</main>
${navigation(page, guides)}
</div>
</body>
</html>
`;
}

function header({ language, at }: Page): string {
  const { contents, reference, errors, other } = TEXTS[language];
  const otherLang = TEXTS[language === 'en' ? 'zh' : 'en'].lang;
  return `<header>
<a class="brand" href="${indexOf(language)}">Hot Seahorse · 海马积分</a>
<a class="to-contents" href="#contents">${contents}</a>
${link(REFERENCE_PATH, reference, at)}
${link(ERRORS_PATH, errors, at)}
<a class="other" href="${inOtherLanguage(at, language)}" lang="${otherLang}" hreflang="${otherLang}">${other}</a>
</header>`;
}

function navigation({ language, at }: Page, guides: readonly ShelvedGuide[]): string {
  const own = guides.filter((guide) => guide.language === language && guide.at !== indexOf(language));
  const items = own.map((guide) => `<li>${link(guide.at, guide.title, at)}</li>`);
  const { contents } = TEXTS[language];
  return `<nav id="contents" aria-label="${contents}"><h2>${contents}</h2><ul>\n${items.join('\n')}\n</ul></nav>`;
}

const link = (to: string, text: string, at: string): string =>
  `<a href="${to}"${to === at ? ' aria-current="page"' : ''}>${escapeHtml(text)}</a>`;

const styleTag = async (name: AssetName): Promise<string> => `<link rel="stylesheet" href="${await addressOf(name)}">`;
const scriptTag = async (name: AssetName): Promise<string> => `<script defer src="${await addressOf(name)}"></script>`;
const addressOf = async (name: AssetName): Promise<string> => (await findAsset(name)).at;
