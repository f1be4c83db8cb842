import type { InvoiceStatus } from '../api/types';
import type { Label } from './key-status';

const LABELS: Readonly<Record<InvoiceStatus, Label>> = {
  requested: { text: '开票中', tone: 'primary' },
  rejected: { text: '已驳回', tone: 'danger' },
  cancelled: { text: '已取消', tone: 'default' },
  issued: { text: '已开票', tone: 'success' },
  red_letter_due: { text: '冲红中', tone: 'warning' },
  red_lettered: { text: '已冲红', tone: 'default' },
};

export const invoiceStatusLabel = (status: InvoiceStatus): Label => LABELS[status];
