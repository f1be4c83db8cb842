import path from 'node:path';
import type { Language } from '../problem-table.ts';

export const DOCS_PATH = '/docs';
export const REFERENCE_PATH = `${DOCS_PATH}/api`;
export const ERRORS_PATH = `${DOCS_PATH}/errors`;

export type Guide = {
  readonly language: Language;
  /** From the root of the repository, where a forge shows it. */
  readonly file: string;
  /** On the site. */
  readonly at: string;
};

/** In the order in which they are read, after the index. */
const NAMES = [
  ...['quick-start', 'charging-calls', 'holds', 'hosted-checkout', 'webhooks'],
  ...['idempotency-and-errors', 'going-to-production'],
];
const FOLDERS: Readonly<Record<Language, string>> = { en: 'docs/guides', zh: 'docs/guides/zh' };

/** Where the index of a language is; its guides are below it. */
export const indexOf = (language: Language): string => (language === 'en' ? DOCS_PATH : `${DOCS_PATH}/zh`);

const guidesIn = (language: Language): Guide[] => [
  { language, file: `${FOLDERS[language]}/README.md`, at: indexOf(language) },
  ...NAMES.map((name) => ({
    ...{ language, file: `${FOLDERS[language]}/${name}.md` },
    at: `${indexOf(language)}/${name}`,
  })),
];
export const GUIDES: readonly Guide[] = [...guidesIn('en'), ...guidesIn('zh')];

/** Files of the repository that pages of another kind are made of. */
const MADE_OF: Readonly<Record<string, string>> = {
  'src/adapters/http/internal/contracts.ts': REFERENCE_PATH,
  'src/adapters/http/problem-table.ts': ERRORS_PATH,
};

/** What a link in this file leads to on the site, so that the same link works on a forge, too. Throws where that is nowhere. */
export function siteLink(file: string, href: string): string {
  if (href.startsWith('#')) return href;
  const [target = '', fragment = ''] = href.split(/(?=#)/);
  const wanted = path.posix.join(path.posix.dirname(file), target);
  const at = GUIDES.find((guide) => guide.file === wanted)?.at ?? MADE_OF[wanted];
  if (at === undefined) throw new Error(`${file} links to ${href}, which is not on the site`);
  return at + fragment;
}

/** The same guide in the other language; of a page that is none, the index of that language. */
export function inOtherLanguage(at: string, language: Language): string {
  const other = indexOf(language === 'en' ? 'zh' : 'en');
  const twin = other + at.slice(indexOf(language).length);
  return GUIDES.some((guide) => guide.at === twin) ? twin : other;
}
