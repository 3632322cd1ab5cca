import { after, before, describe } from 'node:test';
import { describeAcceptances } from './contractOfAcceptance.js';
import { describeCreations } from './contractOfCreations.js';
import { describeEnds } from './contractOfEnds.js';
import { describeGrants } from './contractOfGrants.js';
import { describeTurns } from './contractOfTurns.js';
import type { LedgerUnderTest } from './ledgerUnderTest.js';

/**
 * Registers the test cases that every ledger has to pass: PostgreSQL's, and the one in memory that the simulation proves things
 * with. They share one ledger, and each looks at its own desktops only.
 */
export function describeLedgerContract(name: string, open: () => Promise<LedgerUnderTest>): void {
  describe(`the ledger ${name} keeps the contract of the stores`, () => {
    let ledger: LedgerUnderTest | undefined;
    before(async () => {
      ledger = await open();
    });
    after(() => ledger?.close());
    const opened = (): LedgerUnderTest => {
      if (ledger === undefined) throw new Error('The ledger is not open.');
      return ledger;
    };
    describe('of acceptance', () => describeAcceptances(opened));
    describe('of grants', () => describeGrants(opened));
    describe('of turns', () => describeTurns(opened));
    describe('of ends', () => describeEnds(opened));
    describe('of creations', () => describeCreations(opened));
  });
}
