import { useEffect, useState } from 'preact/hooks';
import { useTexts } from '../texts/use-texts.ts';

const SHOWN_MS = 2_000;

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const texts = useTexts();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    // Where the browser does not let us, the number can still be marked.
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <button type="button" class="plain is-small" data-testid="copy" onClick={copy}>
      <span aria-live="polite">{isCopied ? texts.copied : texts.copy}</span>
      <span class="unseen"> {label}</span>
    </button>
  );
}
