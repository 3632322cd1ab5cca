import type { Answer, Parameters } from '../api/operations';

export type AuditEvent = Answer<'ListTraces'>['traces'][number];

export const periods = ['hour', 'day', 'week', 'month', 'all'] as const;
export type Period = (typeof periods)[number];

export const ratings = ['all', 'normal', 'warning', 'incident'] as const;
export type Rating = (typeof ratings)[number];

/** What is looked for; empty: anything. */
export interface Filter {
  readonly user: string;
  readonly name: string;
  readonly resource: string;
  readonly rating: Rating;
  readonly period: Period;
}

export const anything: Filter = { user: '', name: '', resource: '', rating: 'all', period: 'all' };

/** In milliseconds. */
const hour = 3_600_000;
const lengths = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const;

/** Where a period begins, as a query has it. */
export function fromOf(period: Period, now: number): { readonly from?: number } {
  return period === 'all' ? {} : { from: now - lengths[period] };
}

/** @param now in milliseconds; kept the same from page to page, so that the pages fit together */
export function queryOf(filter: Filter, now: number): NonNullable<Parameters<'ListTraces'>['query']> {
  const { user, name, resource, rating, period } = filter;
  return {
    ...(user.trim() === '' ? {} : { user: user.trim() }),
    ...(name.trim() === '' ? {} : { trace_name: name.trim() }),
    ...resourceOf(resource.trim()),
    ...(rating === 'all' ? {} : { trace_rating: rating }),
    ...fromOf(period, now),
  };
}

/** Ids look like nothing else; whatever does not look like one is a name. */
function resourceOf(text: string): { readonly resource_id?: string; readonly resource_name?: string } {
  if (text === '') return {};
  return /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text)
    ? { resource_id: text.toLowerCase() }
    : { resource_name: text };
}
