const PATHS = {
  check: 'M20 6 L9 17 L4 12',
  clock: 'M12 7 V12 L15.5 14',
  cross: 'M8 8 L16 16 M16 8 L8 16',
  info: 'M12 11 V16.5 M12 7.5 V7.6',
  back: 'M14.5 7 L9 12 L14.5 17',
} as const;
export type IconName = keyof typeof PATHS;

/** What stands on top of a state: the text beside it says the same. */
export const StateIcon = ({ name, tone }: { readonly name: IconName; readonly tone: 'good' | 'calm' | 'bad' }) => (
  <svg class={`state-icon is-${tone}`} viewBox="0 0 24 24" aria-hidden="true">
    <circle class="state-ground" cx="12" cy="12" r="11" />
    <path class="state-line" d={name === 'check' ? 'M17 8.5 L10.5 15.5 L7 12' : PATHS[name]} />
  </svg>
);
