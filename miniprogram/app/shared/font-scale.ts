const NORMAL_PX = 17;
/** Beyond that, rows would break wherever a number stands beside a text. */
const LARGEST = 1.3;

/** How much larger than normal WeChat's 字体大小 wants the texts. Not every phone tells it. */
export const fontScale = (fontSizePx: number | undefined): number =>
  Math.min(Math.max((fontSizePx ?? NORMAL_PX) / NORMAL_PX, 1), LARGEST);
