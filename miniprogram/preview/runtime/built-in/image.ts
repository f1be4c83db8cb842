import { API_BASE_URL } from '../../../app/api/config.ts';
import { BuiltInElement } from './built-in-element.ts';

const FIT: Readonly<Record<string, string>> = { aspectFit: 'contain', aspectFill: 'cover' };
const STYLE = `<style>:host{display:inline-block;overflow:hidden;width:320px;height:240px}
img{width:100%;height:100%;display:block}</style>`;

/** A path from the root of the mini-program, as the preview serves it; what the API's host has, this one has. */
export const imageUrl = (source: string): string =>
  source.startsWith(API_BASE_URL)
    ? `${location.origin}${source.slice(API_BASE_URL.length)}`
    : source.replace(/^\//, '');

export class ImageElement extends BuiltInElement {
  static readonly observedAttributes = ['src', 'mode'];

  attributeChangedCallback(): void {
    const [source, mode] = [this.text('src'), this.text('mode')];
    this.shadow.innerHTML = STYLE;
    if (mode === 'widthFix') this.style.height = 'auto';
    if (!source) return;
    const image = document.createElement('img');
    image.style.objectFit = FIT[mode] ?? 'fill';
    if (mode === 'widthFix') image.style.height = 'auto';
    image.onload = () => this.tell('load', { width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => this.tell('error', { errMsg: `load ${source} failed` });
    image.src = imageUrl(source);
    this.shadow.append(image);
  }
}
