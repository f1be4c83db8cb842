import type { Command } from 'commander';

export type Leaf = {
  /** `services create` */
  readonly name: string;
  readonly command: Command;
};

/** Every command that can be run: those that only hold others are none. */
export const leafCommands = (root: Command): readonly Leaf[] =>
  root.commands.flatMap((command) => leavesBelow(command, command.name()));

const leavesBelow = (command: Command, name: string): readonly Leaf[] =>
  command.commands.length === 0
    ? [{ name, command }]
    : command.commands.flatMap((each) => leavesBelow(each, `${name} ${each.name()}`));
