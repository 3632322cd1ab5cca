import type { Operation } from '../access/permissions/table.js';

/** The operations of the control interface itself: no fault is put into them, and they are on no list of calls. */
export const ownOperations: ReadonlySet<string> = new Set<Operation>([
  'CreateFault',
  'ListFaults',
  'DeleteFault',
  'ClearFaults',
  'ListCalls',
  'ClearCalls',
  'LoadFixtures',
  'ResetTestDouble',
  'ShowClock',
  'MoveClock',
  'ResetClock',
]);
