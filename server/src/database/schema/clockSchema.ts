import type { Generated } from 'kysely';

/** The tables of 0056_service_clock.sql, as Kysely sees them. */
export interface ClockSchema {
  service_clock_moves: {
    id: Generated<string>;
    moved_at: Generated<Date>;
    ahead_before: number;
    ahead_after: number;
    left_at: Date;
    came_at: Date;
    undone: Generated<boolean>;
  };
}
