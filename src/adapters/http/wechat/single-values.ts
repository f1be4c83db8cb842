import type { Request } from 'express';
import type { Query } from '../../../domain/ordering/payment-gateway.ts';

/** Of a value that is given twice, none: which one has been signed? */
export const singleValues = (req: Request): Query =>
  Object.fromEntries(Object.entries(req.query).map(([name, value]) => [name, typeof value === 'string' ? value : '']));
