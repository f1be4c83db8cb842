const HOUR_S = 3_600;

/** How long a rotated key still counts beside its successor. */
export const GRACES: readonly { readonly seconds: number; readonly text: string; readonly consequence: string }[] = [
  { seconds: 0, text: '旧Key立即失效', consequence: '旧Key会立即失效' },
  { seconds: HOUR_S, text: '旧Key保留1小时', consequence: '旧Key在1小时后失效' },
  { seconds: 24 * HOUR_S, text: '旧Key保留24小时', consequence: '旧Key在24小时后失效' },
  { seconds: 7 * 24 * HOUR_S, text: '旧Key保留7天', consequence: '旧Key在7天后失效' },
];
