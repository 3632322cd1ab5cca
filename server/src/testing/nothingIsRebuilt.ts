import assert from 'node:assert/strict';

/** In the place of what ends the former disk of a desktop, where no desktop is rebuilt. */
export const nothingIsRebuilt = async (): Promise<void> => assert.fail('nothing is rebuilt here');
