/** Stands where the scope of a component goes, which the runtime knows. */
export const SCOPE_MARK = 'MPSCOPE__';
