import type { AppliedMigration } from '../database/appliedMigrations.js';

/** The first line of a backup. */
export interface BackupHead {
  readonly format: typeof backupFormat;
  readonly version: typeof backupVersion;
  /** ISO 8601: when the snapshot was taken, by the database's clock. */
  readonly takenAt: string;
  /** Which migrations had made the tables, in order. */
  readonly migrations: readonly AppliedMigration[];
  /** The last numbered tombstone in the snapshot. */
  readonly tombstones: number;
}

/** The last line: without it a backup is not complete. */
export interface BackupEnd {
  /** Rows by table. */
  readonly rows: ReadonlyMap<string, number>;
  /** SHA-256 in hex over every line before, with their ends. */
  readonly digest: string;
}

/**
 * A line of a backup, which is gzipped JSON Lines: the head, then per table a line that names its columns and one for each
 * row, then the end.
 */
export type BackupLine =
  | { readonly type: 'head'; readonly head: BackupHead }
  /** The head of a backup in another version of this format. */
  | { readonly type: 'otherVersion'; readonly version: number }
  | { readonly type: 'table'; readonly name: string; readonly columns: readonly string[] }
  /** The row as the database wrote it: numbers of any size stay what they are. */
  | { readonly type: 'row'; readonly json: string }
  | { readonly type: 'end'; readonly end: BackupEnd };

export const backupFormat = 'deskplane-backup';
/** Version 1 was never released: its migrations had no checksums. */
export const backupVersion = 2;

const rowStart = '{"row":';

export function writeHead(head: BackupHead): string {
  return `${JSON.stringify({ head })}\n`;
}

export function writeTable(name: string, columns: readonly string[]): string {
  return `${JSON.stringify({ table: name, columns })}\n`;
}

/** @param json a JSON object in one line */
export function writeRow(json: string): string {
  return `${rowStart}${json}}\n`;
}

export function writeEnd({ rows, digest }: BackupEnd): string {
  return `${JSON.stringify({ end: { rows: Object.fromEntries(rows), digest } })}\n`;
}

/** Reads a line; undefined for anything else. */
export function readLine(line: string): BackupLine | undefined {
  const value = parseObject(line);
  if (value === undefined) return undefined;
  if (line.startsWith(rowStart) && value.size === 1)
    return { type: 'row', json: line.slice(rowStart.length, -1) };
  if (value.has('head')) return readHead(value.get('head'));
  if (value.has('end')) return readEnd(value.get('end'));
  const name = value.get('table');
  const columns = textsOf(value.get('columns'));
  return typeof name === 'string' && columns !== undefined ? { type: 'table', name, columns } : undefined;
}

function readHead(value: unknown): BackupLine | undefined {
  const fields = mapOf(value);
  const takenAt = fields?.get('takenAt');
  const tombstones = fields?.get('tombstones');
  const version = fields?.get('version');
  if (fields?.get('format') !== backupFormat || typeof version !== 'number') return undefined;
  if (version !== backupVersion) return { type: 'otherVersion', version };
  const migrations = migrationsOf(fields.get('migrations'));
  if (typeof takenAt !== 'string' || migrations === undefined || typeof tombstones !== 'number')
    return undefined;
  return { type: 'head', head: { format: backupFormat, version, takenAt, migrations, tombstones } };
}

function readEnd(value: unknown): BackupLine | undefined {
  const fields = mapOf(value);
  const digest = fields?.get('digest');
  const counts = mapOf(fields?.get('rows'));
  if (typeof digest !== 'string' || counts === undefined) return undefined;
  const rows = new Map<string, number>();
  for (const [table, count] of counts) {
    if (typeof count !== 'number') return undefined;
    rows.set(table, count);
  }
  return { type: 'end', end: { rows, digest } };
}

function parseObject(line: string): Map<string, unknown> | undefined {
  try {
    return mapOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function mapOf(value: unknown): Map<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function migrationsOf(value: unknown): AppliedMigration[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const migrations: AppliedMigration[] = [];
  for (const each of value) {
    const fields = mapOf(each);
    const name = fields?.get('name');
    const checksum = fields?.get('checksum');
    if (typeof name !== 'string' || typeof checksum !== 'string') return undefined;
    migrations.push({ name, checksum });
  }
  return migrations;
}

function textsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((each) => typeof each === 'string');
  return texts.length === value.length ? texts : undefined;
}
