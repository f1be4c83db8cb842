import type { Figure } from './figure.ts';

/** One line for people, or one of JSON. */
export function printFigure(of: string, { name, value, unit, goal, pass }: Figure, asJson = false): void {
  if (asJson) {
    console.log(JSON.stringify({ name: `${of}: ${name}`, value, unit, goal, pass }));
    return;
  }
  const amount = `${value}${unit ? ` ${unit}` : ''}`;
  console.log(`  ${pass ? ' ' : '✘'} ${name.padEnd(44)} ${amount.padStart(16)}  ${goal}`);
}
