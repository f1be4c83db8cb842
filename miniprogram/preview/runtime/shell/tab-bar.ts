import type { Bundle, TabItem } from '../bundle.ts';
import { element, escapeHtml } from './element.ts';
import { themedColor } from './theme.ts';

export class TabBarView {
  readonly root = element('div', 'shell-tabs');
  readonly #bundle: Bundle;
  readonly #open: (path: string) => void;
  readonly #badges = new Map<number, string>();
  #selected: string | null = null;

  constructor(bundle: Bundle, open: (path: string) => void) {
    [this.#bundle, this.#open] = [bundle, open];
  }

  select(path: string | null): void {
    this.#selected = path;
    this.draw();
  }

  setBadge(index: number, text: string | null): void {
    if (text === null) this.#badges.delete(index);
    else this.#badges.set(index, text);
    this.draw();
  }

  setHidden(isHidden: boolean): void {
    this.root.style.display = isHidden ? 'none' : '';
  }

  draw(): void {
    const { tabBar } = this.#bundle.app;
    this.root.style.display = this.#selected === null ? 'none' : '';
    this.root.style.background = this.#color(tabBar.backgroundColor);
    this.root.replaceChildren(...tabBar.list.map((item, index) => this.#button(item, index)));
  }

  #button({ pagePath, text, iconPath, selectedIconPath }: TabItem, index: number): HTMLElement {
    const isSelected = pagePath === this.#selected;
    const { color, selectedColor } = this.#bundle.app.tabBar;
    const badge = this.#badges.get(index);
    const icon = this.#color(isSelected ? selectedIconPath : iconPath);
    const button = element('button', '', `<img src="${icon}" alt=""><span>${escapeHtml(text)}</span>`);
    if (badge !== undefined) button.append(element('b', '', escapeHtml(badge)));
    button.style.color = this.#color(isSelected ? selectedColor : color);
    button.setAttribute('aria-label', text);
    button.onclick = () => this.#open(pagePath);
    return button;
  }

  #color(value: string): string {
    return themedColor(value, this.#bundle.theme);
  }
}
