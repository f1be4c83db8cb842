import express from 'express';
import { servePort } from '../processes/serve-port.ts';

/** What the documentation of Express begins with; no database, no body. */
const app = express();
app.get('/', (_req, res) => {
  res.send('hello world');
});
await servePort(app.listen(0, '127.0.0.1'));
