import type { Router } from 'express';
import { previewRoutes } from '../../adapters/http/preview/preview-routes.ts';
import type { SimulatedWechat } from '../../adapters/http/preview/wechat-routes.ts';

/** Null: the packages that it is built with are not installed (`npm ci --omit=dev`). */
export async function openPreview(wechat: SimulatedWechat): Promise<Router | null> {
  try {
    // Loaded only where WeChat is simulated: a production process never has it in memory.
    const { PreviewSite } = await import('../../../miniprogram/preview/build/preview-site.ts');
    return previewRoutes(new PreviewSite(), wechat);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}
