import { type ErrorCode, errorCatalogue, type Language } from './errors.js';

/** What the catalogue says of a code, to people who look it up. */
export interface CataloguedError {
  readonly status: number;
  /** Further statuses that it comes with. */
  readonly further_statuses?: number[];
  /** The sentence of the answer; `{0}`, `{1}` are filled in by what happened. */
  readonly message: string;
  /** Whose code it is: one that Huawei's service is known to use, or one of Deskplane's own. */
  readonly origin: 'huawei' | 'deskplane';
}

/** Statuses of a code besides its own: it says which part of a request is too large (`http/limits/requestSizes.ts`). */
export const furtherStatuses: Partial<Readonly<Record<ErrorCode, readonly number[]>>> = {
  'APIGW.0201': [413, 414, 431],
};

/** A code as the document and the list of codes tell of it. */
export function describeCatalogued(code: ErrorCode, language: Language): CataloguedError {
  const { status, origin, [language]: message } = errorCatalogue[code];
  const further = furtherStatuses[code];
  return { status, ...(further === undefined ? {} : { further_statuses: [...further] }), message, origin };
}
