import { useEffect } from 'preact/hooks';
import { useTexts } from './texts/use-texts.ts';

/** What the tab of the browser says. */
export function useTitle(title: string): void {
  const { site } = useTexts();
  useEffect(() => {
    document.title = `${title} · ${site}`;
  }, [title, site]);
}
