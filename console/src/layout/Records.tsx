import type { ReactNode } from 'react';
import './records.css';

interface Column<Entry> {
  readonly id: string;
  readonly header: string;
  readonly cell: (entry: Entry) => ReactNode;
  /** It may take several lines: whole sentences. */
  readonly long?: boolean;
}

interface Props<Entry> {
  /** What it is a table of, for screen readers. */
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly idOf: (entry: Entry) => string;
  /** What is said where there are none. */
  readonly empty: string;
  /** The first one names the entry. */
  readonly columns: readonly Column<Entry>[];
}

/**
 * A table that is read as a whole, without paging or sorting, and stays readable in any width: where its columns have no room each entry
 * is a list of what it says. No word and no id is broken. The roles are written down because some browsers forget them with the layout.
 */
export function Records<Entry>({ label, entries, idOf, empty, columns }: Props<Entry>): ReactNode {
  if (entries.length === 0) return <p className="records-empty">{empty}</p>;
  return (
    <div className="records">
      {/* biome-ignore-start lint/a11y/noRedundantRoles: said above */}
      <table role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ id, header }) => (
              <th key={id} role="columnheader" scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {entries.map((entry) => (
            <tr key={idOf(entry)} role="row">
              {columns.map(({ id, header, cell, long }, index) =>
                index === 0 ? (
                  <th key={id} role="rowheader" scope="row" className={long === true ? 'long' : undefined}>
                    {cell(entry)}
                  </th>
                ) : (
                  <td key={id} role="cell" data-label={header} className={long === true ? 'long' : undefined}>
                    <div>{cell(entry)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: said above */}
    </div>
  );
}

/** An id below the name of what it belongs to: never broken where there is room for it. */
export function RecordId({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="record-id">{children}</span>;
}
