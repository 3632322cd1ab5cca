import pg from 'pg';
import { errorCode } from '../system/errorCode.js';

/** Why the database cannot do what it was asked for, for a caller: nothing about hosts, statements or data. */
export interface DatabaseTrouble {
  readonly en: string;
  readonly zh: string;
}

const away: DatabaseTrouble = { en: 'the database cannot be reached', zh: '无法连接数据库' };
const silent: DatabaseTrouble = { en: 'the database does not answer in time', zh: '数据库未及时响应' };
const readOnly: DatabaseTrouble = { en: 'the database is read-only', zh: '数据库当前只读' };
const diskFull: DatabaseTrouble = { en: 'the disk of the database is full', zh: '数据库磁盘已满' };
const broken: DatabaseTrouble = { en: 'the database cannot use its disk', zh: '数据库无法使用其磁盘' };
const crowded: DatabaseTrouble = { en: 'the database is overloaded', zh: '数据库负载过高' };
/** Another transaction was in the way, again and again. */
const contended: DatabaseTrouble = { ...crowded };
const closed: DatabaseTrouble = { en: 'the database rejects the connection', zh: '数据库拒绝本服务的访问' };

/** All of them. */
export const databaseTroubles: readonly DatabaseTrouble[] = [
  away,
  silent,
  readOnly,
  diskFull,
  broken,
  crowded,
  closed,
];

/** SQLSTATEs (PostgreSQL documentation, "Error Codes") that tell of the server's state and not of the statement. */
const states: Readonly<Record<string, DatabaseTrouble>> = {
  '25006': readOnly,
  '25P03': silent,
  '28000': closed,
  '28P01': closed,
  '3D000': closed,
  '40001': contended,
  '40P01': contended,
  '53000': crowded,
  '53100': diskFull,
  '53200': crowded,
  '53300': crowded,
  '53400': crowded,
  '55P03': contended,
  '57014': silent,
  '57P01': away,
  '57P02': away,
  '57P03': away,
  '57P04': away,
  '57P05': away,
  '58000': broken,
  '58030': broken,
};

/** Codes of the operating system, for connections only: files have some of them, too. */
const socketCodes: Readonly<Record<string, DatabaseTrouble>> = {
  EAGAIN: crowded,
  EAI_AGAIN: away,
  ECONNABORTED: away,
  ECONNREFUSED: away,
  ECONNRESET: away,
  EHOSTUNREACH: away,
  ENETUNREACH: away,
  ENOENT: away,
  ENOTFOUND: away,
  EPIPE: away,
  ETIMEDOUT: silent,
};

/** pg has no codes for what it finds out by itself, only these words. */
const ownWords: readonly (readonly [RegExp, DatabaseTrouble])[] = [
  [/^Connection terminated due to connection timeout$|^timeout expired$|^Query read timeout$/, silent],
  [/^timeout exceeded when trying to connect$/, crowded],
  [/^Connection terminated( unexpectedly)?$|is not queryable$|^Cannot use a pool after calling end/, away],
];

/**
 * Tells trouble of the database from everything else that can go wrong: the caller is not at fault, and trying again later
 * may help. Whether a write that failed so was carried out is not known.
 * @returns undefined when the error does not tell of any
 */
export function databaseTrouble(error: unknown): DatabaseTrouble | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof pg.DatabaseError) {
    const state = error.code ?? '';
    return states[state] ?? (state.startsWith('08') ? away : undefined);
  }
  const known = ownWords.find(([words]) => words.test(error.message))?.[1] ?? socketTrouble(error);
  if (known !== undefined) return known;
  if (error instanceof AggregateError) {
    for (const each of error.errors) {
      const trouble = databaseTrouble(each);
      if (trouble !== undefined) return trouble;
    }
  }
  return undefined;
}

/** Whether somebody has waited for the database as long as anybody may, so that waiting once more would be too long. */
export function waitedInVain(error: unknown): boolean {
  const trouble = databaseTrouble(error);
  return trouble === silent || trouble === crowded;
}

function socketTrouble(error: Error): DatabaseTrouble | undefined {
  const trouble = socketCodes[errorCode(error) ?? ''];
  const call = 'syscall' in error ? error.syscall : undefined;
  const ofSocket = typeof call !== 'string' || /^(connect|read|write|getaddrinfo|shutdown)$/.test(call);
  return ofSocket ? trouble : undefined;
}

/** Why a connection could not be made, for the user at the terminal: with the host, never with a password. */
export function describeDatabaseFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = errorCode(error);
  const host = 'hostname' in error ? String(error.hostname) : undefined;
  if ((code === 'ENOTFOUND' || code === 'EAI_AGAIN') && host !== undefined) {
    return `the name ${host} cannot be resolved (${code})`;
  }
  // A name with several addresses: the error of each, and no words of its own.
  if (error instanceof AggregateError && error.message === '') {
    return [...new Set(error.errors.map(describeDatabaseFailure))].join(', ');
  }
  // It goes into a sentence that has an end of its own.
  return databaseTrouble(error) === silent ? 'it does not answer in time' : error.message.replace(/\.$/, '');
}
