import { useSpeech } from '../texts/use-texts.ts';

/** Says the other language in its own words. */
export function LanguageSwitch() {
  const { texts, language, change } = useSpeech();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button type="button" class="plain" lang={other} data-testid="language" onClick={() => change(other)}>
      <span aria-hidden="true">{texts.language.other}</span>
      <span class="unseen">{texts.language.switchTo}</span>
    </button>
  );
}
