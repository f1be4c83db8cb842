import { publicId } from '../../../adapters/http/public-id.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';

/** `rfd_…  approved  990 fen  the workers send it` */
export function outcomeLine({ id, status, refundFen }: Refund, remark: string | null): string {
  const name = publicId('rfd', id);
  const next: Partial<Record<Refund['status'], string>> = {
    approved: 'the workers send it',
    rejected: 'the points are back',
    awaiting_approval: `a second operator decides: seahorse refunds approve ${name} --reason …`,
  };
  return [name, status, `${refundFen} fen`, next[status], remark].filter((fact) => fact != null).join('  ');
}
