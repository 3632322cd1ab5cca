import pg from 'pg';

/** Removes a database, if there is one. Ends whatever is still connected; autovacuum no role of ours may end, and a plain drop sends it away. */
export async function dropDatabase(admin: Pick<pg.ClientBase, 'query'>, name: string): Promise<void> {
  const quoted = pg.escapeIdentifier(name);
  try {
    await admin.query(`drop database if exists ${quoted} with (force)`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== insufficientPrivilege) throw error;
    await admin.query(`drop database if exists ${quoted}`);
  }
}

const insufficientPrivilege = '42501';
