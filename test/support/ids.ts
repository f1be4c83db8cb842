import { uuidV7Source } from '../../src/adapters/system/random.ts';

export const newId = <Id extends string = string>(): Id => uuidV7Source.next<Id>();
