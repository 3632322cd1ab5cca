import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';

/** What a table is searched by, and which of its pages is shown. */
export interface Looked {
  readonly filter: PropertyFilterProps.Query;
  readonly page: number;
}

/**
 * What a table is searched by, kept in the page's address: coming back, loading anew and a link to it find it again.
 * @returns what the address said at first, and how to write down another
 */
export function useAddressFilter(properties: readonly string[]): [Looked, (looked: Looked) => void] {
  const { history } = useRouter();
  const [first] = useState(() => readLooked(new URLSearchParams(history.location.search), properties));
  const write = ({ filter, page }: Looked): void => {
    const { pathname, search, state } = history.location;
    const asked = new URLSearchParams(search);
    asked.delete('filter');
    asked.delete('page');
    if (filter.tokens.length > 0) asked.set('filter', JSON.stringify(filter));
    if (page > 1) asked.set('page', String(page));
    history.replace(asked.size === 0 ? pathname : `${pathname}?${asked}`, state);
  };
  return [first, write];
}

/** An address may say anything. */
function readLooked(search: URLSearchParams, properties: readonly string[]): Looked {
  const page = Number(search.get('page') ?? 1);
  const { operation, tokens } = parsed(search.get('filter'));
  const read = Array.isArray(tokens) ? tokens.flatMap((token) => readToken(token, properties)) : [];
  return {
    filter: { operation: operation === 'or' ? 'or' : 'and', tokens: read },
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

function readToken(token: unknown, properties: readonly string[]): PropertyFilterProps.Token[] {
  const { propertyKey, operator, value } = Object(token);
  if (typeof operator !== 'string' || typeof value !== 'string') return [];
  if (propertyKey === undefined) return [{ operator, value }];
  return properties.includes(propertyKey) ? [{ propertyKey, operator, value }] : [];
}
