import { type Figure, reachesGoal } from '../figures/figure.ts';

/** For a terminal: ✘ a floor is missed, ★ the goal is reached, ? nothing was measured. */
export function printTable(figures: readonly Figure[]): string[] {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures.map((figure) => {
    const { name, value, unit, missing } = figure;
    const amount = value === null ? 'not measured' : `${value}${unit === '×' ? '×' : ` ${unit}`}`;
    const rest = missing === null ? wantedText(figure) : `(${missing})`;
    return `${markOf(figure)} ${name.padEnd(width)} ${amount.padStart(14)}  ${rest}`.trimEnd();
  });
}

export const markOf = (figure: Figure): string =>
  figure.pass === false ? '✘' : figure.pass === null ? '?' : isBeyondFloor(figure) ? '★' : ' ';

export const isBeyondFloor = (figure: Figure): boolean => figure.floor !== figure.goal && reachesGoal(figure);

export function wantedText({ floor, goal, moreIsBetter }: Figure): string {
  if (floor === null) return '';
  const sign = moreIsBetter ? '≥' : '≤';
  return floor === goal ? `${sign} ${floor}` : `${sign} ${floor}, goal ${goal}`;
}
