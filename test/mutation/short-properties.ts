import fc from 'fast-check';

/** Loaded in the place of the root hooks: that a property fails is all that is asked, and nobody reads its smallest example. */
fc.configureGlobal({ seed: 20_261_122, endOnFailure: true });
