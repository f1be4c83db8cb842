/** Stands in WeChat's console among the request 合法域名; the preview puts its own address in its place. */
export const API_BASE_URL = 'https://api.hot-seahorse.example';
export const REQUEST_TIMEOUT_MS = 10_000;
export const UPLOAD_TIMEOUT_MS = 30_000;
