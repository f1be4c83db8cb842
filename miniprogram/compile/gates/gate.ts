/** What looks at a mini-program; the lines that it complains with, none if all is well. */
export type Gate = {
  readonly name: string;
  readonly look: (folder: string) => Promise<readonly string[]> | readonly string[];
};
