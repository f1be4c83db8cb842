import { BoneLines } from '../components/bones.tsx';
import { StateCard } from '../components/state-card.tsx';
import type { Words } from '../texts/texts.ts';
import { useSpeech, useTexts } from '../texts/use-texts.ts';
import { wordsOf } from '../texts/words-of.ts';
import { PackageCard } from './package-card.tsx';
import type { Shelf } from './use-packages.ts';

const BONES = 4;

type Props = {
  readonly shelf: Shelf;
  /** Their codes; null: all. */
  readonly only?: readonly string[] | null;
  readonly reload: () => void;
  readonly choose: (packageId: string) => void;
  /** On the button of a package. */
  readonly action: string;
  /** What is being ordered at this moment. */
  readonly ordering: string | null;
};

/** The packages, or why there are none. */
export function PackageShelf({ shelf, only = null, reload, choose, action, ordering }: Props) {
  const { texts, language } = useSpeech();
  if (shelf.kind === 'loading') return <BoneShelf />;
  if (shelf.kind === 'unreachable') return <Trouble words={texts.offline} reload={reload} />;
  if (shelf.kind === 'refused') return <Trouble words={wordsOf(texts, shelf.problem)} reload={reload} />;
  const { checkout, packages } = shelf.value;
  if (checkout.gateway === 'off') {
    const { purchase_unavailable: off } = texts.problems;
    // The server says it in Chinese.
    const title = (language === 'zh' && checkout.message) || off.title;
    return <StateCard testId="off" icon="info" isPart words={{ ...off, title }} />;
  }
  const shown = packages.filter(({ package_id: id }) => only === null || only.includes(id));
  if (shown.length === 0) return <StateCard testId="empty" icon="info" isPart words={texts.pricing.empty} />;
  return (
    <ul class="shelf" data-testid="packages">
      {shown.map((offered) => (
        <li key={offered.package_id}>
          <PackageCard
            offered={offered}
            action={ordering === offered.package_id ? texts.pricing.ordering : action}
            isDisabled={ordering !== null}
            onChoose={() => choose(offered.package_id)}
          />
        </li>
      ))}
    </ul>
  );
}

const BoneShelf = () => (
  <div class="shelf" role="status" data-testid="bones">
    <span class="unseen">{useTexts().loading}</span>
    {Array.from({ length: BONES }, (_, index) => (
      <div class="card" key={index}>
        <BoneLines count={5} />
      </div>
    ))}
  </div>
);

function Trouble({ words, reload }: { readonly words: Words; readonly reload: () => void }) {
  const texts = useTexts();
  return (
    <StateCard testId="trouble" icon="cross" tone="bad" isPart words={words}>
      <button type="button" class="button" data-testid="retry" onClick={reload}>
        {texts.retry}
      </button>
    </StateCard>
  );
}
