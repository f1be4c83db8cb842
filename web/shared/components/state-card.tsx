import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Words } from '../texts/texts.ts';
import { type IconName, StateIcon } from './icon.tsx';

type Props = {
  readonly icon: IconName;
  readonly tone?: 'good' | 'calm' | 'bad';
  readonly words: Words;
  readonly testId: string;
  /** Whoever reads with the keyboard or by ear is taken here when it comes. */
  readonly takesFocus?: boolean;
  /** Under the heading of its page. */
  readonly isPart?: boolean;
  /** It may say something else later, which is then read out. */
  readonly isLive?: boolean;
  readonly children?: ComponentChildren;
};

/** A page, or most of it, that says one thing and what to do next. */
export function StateCard({
  icon,
  tone = 'calm',
  words,
  testId,
  takesFocus = false,
  isPart = false,
  isLive = false,
  children,
}: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) title.current?.focus();
  }, [takesFocus]);
  return (
    <section class="card state" data-testid={testId}>
      <StateIcon name={icon} tone={tone} />
      <div role={isLive ? 'status' : undefined}>
        {isPart ? (
          <h2 class="state-title">{words.title}</h2>
        ) : (
          <h1 class="state-title" ref={title} tabIndex={-1}>
            {words.title}
          </h1>
        )}
        <p class="state-next">{words.next}</p>
      </div>
      {children}
    </section>
  );
}
