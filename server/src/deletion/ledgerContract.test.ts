import { describeLedgerContract } from '../testing/ledgerContract/describeLedgerContract.js';
import { openPostgresLedger } from '../testing/ledgerContract/postgresLedger.js';

describeLedgerContract('on PostgreSQL', openPostgresLedger);
