import type { ComponentChildren } from 'preact';
import { pricingUrl } from '../api/site.ts';
import type { SessionOfPage } from '../session/use-session.ts';
import { useTexts } from '../texts/use-texts.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { Seahorse } from './seahorse.tsx';

type Props = {
  readonly account?: SessionOfPage;
  /** A checkout of a service leads nowhere but back to it. */
  readonly isHosted?: boolean;
  readonly children: ComponentChildren;
};

/** What is around every page: the name, the language, who is signed in, and the legal line. */
export function Shell({ account, isHosted = false, children }: Props) {
  const texts = useTexts();
  return (
    <>
      <a class="skip" href="#main">
        {texts.skip}
      </a>
      <header class="head">
        <div class="head-row">
          {isHosted ? <Brand /> : <Home />}
          <div class="head-end">
            {account?.session?.checkoutId === null && <Account account={account} />}
            <LanguageSwitch />
          </div>
        </div>
      </header>
      <main id="main" class="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">{texts.legal}</footer>
    </>
  );
}

const Home = () => (
  <a class="brand" href={pricingUrl}>
    <Brand />
  </a>
);

const Brand = () => (
  <span class="brand">
    <Seahorse />
    {useTexts().site}
  </span>
);

function Account({ account }: { readonly account: SessionOfPage }) {
  const texts = useTexts();
  const name = account.session?.name ?? '';
  return (
    <>
      {name && (
        <span class="who" title={texts.signedInAs(name)}>
          {name}
        </span>
      )}
      <button type="button" class="plain" data-testid="sign-out" onClick={account.leave}>
        {texts.signOut}
      </button>
    </>
  );
}
