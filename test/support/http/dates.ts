/** An instant as JSON carries it: `2026-01-15T04:00:00.000Z`. */
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
