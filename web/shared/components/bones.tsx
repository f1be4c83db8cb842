import { useTexts } from '../texts/use-texts.ts';

/** What stands in the place of something that is on its way. */
export const Bones = ({ lines, label }: { readonly lines: number; readonly label?: string }) => {
  const { loading } = useTexts();
  return (
    <div role="status" data-testid="loading">
      <span class="unseen">{label ?? loading}</span>
      <BoneLines count={lines} />
    </div>
  );
};

export const BoneLines = ({ count }: { readonly count: number }) => (
  <div class="bones" aria-hidden="true">
    {Array.from({ length: count }, (_, index) => (
      <span class={`bone is-${index % 3}`} key={index} />
    ))}
  </div>
);
