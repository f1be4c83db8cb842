import type { Bundle, WindowConfig } from '../bundle.ts';
import { settings } from '../settings.ts';

/** Replaces `@name` by what theme.json says of it. */
export const themedColor = (value: string, theme: Bundle['theme']): string =>
  value.startsWith('@') ? (theme[settings().theme]?.[value.slice(1)] ?? value) : value;

export const themed = (config: WindowConfig, theme: Bundle['theme']): WindowConfig =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      typeof value === 'string' ? themedColor(value, theme) : value,
    ]),
  );
