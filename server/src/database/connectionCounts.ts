/** One for each of the lease, the search for dead workers, the sealer and the tombstones. */
export const beatConnections = 4;
/** For erasures, audits and leak scans. */
export const patientConnections = 3;
/** What a service takes besides those for requests and work: these, the standing one, and one while a host is chosen. */
export const asideConnections = beatConnections + patientConnections + 2;
