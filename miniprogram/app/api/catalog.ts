import { api } from './api';
import type { ApiList, PackageList, PromotionList, Quote } from './types';

export const listPackages = (): Promise<PackageList> => api.get('/packages');
export const listPromotions = (): Promise<PromotionList> => api.get('/promotions');
export const listApis = (): Promise<ApiList> => api.get('/apis');
export const quote = (packageId: string): Promise<Quote> => api.post('/quotes', { package_id: packageId });
