import { type ComponentType, render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import { keepLanguage, type Language, startingLanguage } from './texts/language.ts';
import { SpeechContext, TEXTS } from './texts/use-texts.ts';

/** Puts a page on the screen, in a language that can be changed there. */
export function mount(Page: ComponentType): void {
  const place = document.getElementById('app');
  if (place) render(<Speaking page={Page} />, place);
}

function Speaking({ page: Page }: { readonly page: ComponentType }) {
  const [language, setLanguage] = useState<Language>(startingLanguage);
  useEffect(() => {
    document.documentElement.lang = TEXTS[language].language.tag;
  }, [language]);
  const speech = useMemo(() => {
    const change = (to: Language): void => {
      keepLanguage(to);
      setLanguage(to);
    };
    return { texts: TEXTS[language], language, change };
  }, [language]);
  return (
    <SpeechContext.Provider value={speech}>
      <Page />
    </SpeechContext.Provider>
  );
}
