import type { ReactNode } from 'react';
import { readersLocale } from '../language/format';
import './barChart.css';
import type { Day } from './days';

interface Props {
  readonly days: readonly Day[];
  /** What the drawing shows, in words. */
  readonly label: string;
  readonly done: string;
  readonly open: string;
}

/** A bar for each day, as high as its share of the highest. */
export function BarChart({ days, label, done, open }: Props): ReactNode {
  const highest = Math.max(1, ...days.map((day) => day.done + day.open));
  const height = (count: number) => ({ height: `${(100 * count) / highest}%` });
  const format = new Intl.DateTimeFormat(readersLocale(), { day: 'numeric', month: 'numeric' });
  return (
    <div className="bar-chart" role="img" aria-label={label}>
      <div className="bars">
        {days.map((day) => (
          <div key={day.start.getTime()} className="day">
            <div className="space">
              {day.done + day.open > 0 && <span>{day.done + day.open}</span>}
              <div className="open" style={height(day.open)} />
              <div className="done" style={height(day.done)} />
            </div>
            <span className="date">{format.format(day.start)}</span>
          </div>
        ))}
      </div>
      <div className="legend">
        <span className="done" /> {done} <span className="open" /> {open}
      </div>
    </div>
  );
}
