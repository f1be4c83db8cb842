/** `payment-gateway` for what is called `gateways` among the parts. */
const NAMES: Readonly<Record<string, string>> = {
  uow: 'unit-of-work',
  inboxUow: 'unit-of-work',
  gateways: 'payment-gateway',
  deliveryReporters: 'delivery-reporter',
};

export const portName = (part: string): string => NAMES[part] ?? kebab(part);

export const kebab = (name: string): string => name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
