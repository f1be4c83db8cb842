import type { Order, Package } from '../api/types.ts';
import type { Language } from './language.ts';

type Named = Pick<Order, 'package_name' | 'package_name_en'>;
type Described = Pick<Package, 'description' | 'description_en'>;

/** In this language, or else as the operator has called it. */
export const packageName = (named: Named, language: Language): string =>
  (language === 'en' && named.package_name_en) || named.package_name;

export const packageDescription = (described: Described, language: Language): string =>
  (language === 'en' && described.description_en) || described.description;
