export type Language = 'zh' | 'en';

const KEY = 'language';

/** What the address asks for, then what was chosen before, then what the browser speaks. */
export function chooseLanguage(asked: string | null, kept: string | null, spoken: readonly string[]): Language {
  for (const wish of [asked, kept, ...spoken]) {
    if (/^zh\b/i.test(wish ?? '')) return 'zh';
    if (/^en\b/i.test(wish ?? '')) return 'en';
  }
  return 'zh';
}

export const startingLanguage = (): Language =>
  chooseLanguage(new URLSearchParams(location.search).get('lang'), readKept(), navigator.languages);

/** Kept for all pages. An address that asks for a language asks for this one from now on. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that keeps nothing is asked again on the next page.
  }
  const address = new URL(location.href);
  if (!address.searchParams.has('lang')) return;
  address.searchParams.set('lang', language);
  history.replaceState(history.state, '', address);
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
