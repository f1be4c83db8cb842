import { readFileSync, watchFile } from 'node:fs';

// Loaded before a program of ours: its clock is wrong by as much as a file says, and by something else as soon as the file does.
const file = process.env.SHIFT_DATE_FILE;
const Real = Date;
let byMs = 0;

function read() {
  byMs = Math.round(Number(readFileSync(file, 'utf8')) * 1_000);
}

globalThis.Date = class MovedDate extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Real.now() + byMs] : parts));
  }
  static now() {
    return Real.now() + byMs;
  }
  static [Symbol.hasInstance](value) {
    return value instanceof Real;
  }
};

read();
watchFile(file, { interval: 50, persistent: false }, read);
