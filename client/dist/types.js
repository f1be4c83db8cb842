/** Bodies and answers as they are on the wire; test/client/types.test.ts holds them to the schemas of the API. */
export {};
