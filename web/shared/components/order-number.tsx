import { useTexts } from '../texts/use-texts.ts';
import { CopyButton } from './copy-button.tsx';

/** What customer service asks for. */
export const OrderNumber = ({ number }: { readonly number: string }) => (
  <span class="number">
    <code>{number}</code>
    <CopyButton text={number} label={useTexts().orderNumber} />
  </span>
);
