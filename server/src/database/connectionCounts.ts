/** One for each of the lease, the search for dead workers, the sealer and the tombstones. */
export const beatConnections = 4;
/** For erasures, audits, orphan scans (two of them) and retention. */
export const patientConnections = 4;
/** What a service takes besides those for requests and work: these, the standing one, and one while a host is chosen. */
export const asideConnections = beatConnections + patientConnections + 2;
