import { useEffect, useState } from 'preact/hooks';
import { serverNow } from './server-clock.ts';

const TICK_MS = 1_000;

/** The server's time in ms, once a second while `isRunning`. */
export function useClock(isRunning: boolean): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (!isRunning) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
