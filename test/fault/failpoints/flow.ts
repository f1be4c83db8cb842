import type { Scene } from './scene.ts';

/** A whole piece of business, from the first word to the last, and what must be true in the end. */
export type Flow = {
  readonly name: string;
  /** In a world where nothing else has happened: what it crosses depends on everybody there is. */
  readonly alone?: true;
  /** Everything up to `over` happens to a process that may die; what follows only looks. */
  readonly play: (scene: Scene) => Promise<void>;
};
