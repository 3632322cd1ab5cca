/** How the simulated engine behaves. */
export interface SimulatedEngineSettings {
  /** Every random choice of the engine follows from it. */
  readonly seed: number;
  /** How long a creation or deletion takes on average, in milliseconds. */
  readonly delayMs: number;
  /** Share of calls that fail, 0 to 1. */
  readonly faultRate: number;
}
