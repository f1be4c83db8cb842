/** How far something has come that takes its time. */
export type Progress = { advance(by: number | bigint): void; end(): void };

type Screen = NodeJS.WritableStream & { readonly isTTY?: boolean };
type Options = { readonly screen?: Screen; readonly now?: () => number };

/** Often enough for an eye, and too seldom to cost anything. */
const REDRAW_MS = 100;
const ERASE_LINE = '\r\x1b[K';
const SILENT: Progress = { advance: () => {}, end: () => {} };
let silenced = false;

/** While a command answers programs, nobody is shown anything beside the answer. */
export const silenceProgress = (silent: boolean): void => {
  silenced = silent;
};

/**
 * One line on standard error, `label 1,200 of 3,000 (40 %)`, for somebody who waits at a terminal; a file or a pipe gets nothing of
 * it. `total` null: nobody knows how much there is. `end` takes the line away. It has no colours that NO_COLOR could forbid.
 */
export function progress(
  label: string,
  total: number | bigint | null,
  { screen = process.stderr, now = performance.now.bind(performance) }: Options = {},
): Progress {
  if (silenced || !screen.isTTY) return SILENT;
  let [done, drawnAt] = [0n, Number.NEGATIVE_INFINITY];
  const draw = (): void => {
    drawnAt = now();
    screen.write(`${ERASE_LINE}${label} ${howFar(done, total === null ? null : BigInt(total))}`);
  };
  draw();
  return {
    advance(by) {
      done += BigInt(by);
      if (now() - drawnAt >= REDRAW_MS) draw();
    },
    end: () => void screen.write(ERASE_LINE),
  };
}

/** Shows it for as long as the work takes, however that ends: what is said afterwards begins on a clean line. */
export async function withProgress<T>(
  label: string,
  total: number | bigint | null,
  work: (shown: Progress) => Promise<T>,
  options?: Options,
): Promise<T> {
  const shown = progress(label, total, options);
  try {
    return await work(shown);
  } finally {
    shown.end();
  }
}

const grouped = (count: bigint): string => count.toLocaleString('en');

function howFar(done: bigint, total: bigint | null): string {
  if (total === null) return done === 0n ? '…' : grouped(done);
  const percent = total === 0n ? 100n : (done * 100n) / total;
  return `${grouped(done)} of ${grouped(total)} (${percent} %)`;
}
