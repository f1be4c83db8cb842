import type { Bench } from '../bench.ts';
import type { Contender, Load } from '../contender.ts';
import { httpContender, startServer } from './http-contender.ts';

/** A greeting knows no accounts: one shape is enough. */
const takes = ({ spread }: Load): boolean => spread === 'even';

const hello = (bench: Bench, name: string, title: string): Contender =>
  httpContender(bench, {
    ...{ name, title, takes },
    books: null,
    exchange: 'greeting',
    start: () => startServer(bench, name),
  });

export const expressHello = (bench: Bench): Contender => hello(bench, 'express-hello', 'Express 5, hello world');
export const nodeHttpHello = (bench: Bench): Contender => hello(bench, 'node-http-hello', 'node:http, hello world');
