/** What `read` makes of the command line. Ends the process with the usage where that is asked for, or where something is not understood. */
export function orUsage<T>(usage: string, read: () => T): T {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return read();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}
