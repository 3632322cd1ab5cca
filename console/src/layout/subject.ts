import type { RouteComponent } from '@tanstack/react-router';

/** A subject of the console: a folder with its pages and texts (`texts.LANGUAGE.json`), and one line in `subjects.ts`. */
export interface Subject {
  /** The folder's name, which its texts are known by. */
  readonly name: string;
  /** Where its entry of the navigation leads, whose words are in `app/texts`; none for what is only linked to. */
  readonly navigation?: string;
  readonly pages: readonly Page[];
}

interface Page {
  /** With `$name` for what changes: `/console/desktops/$desktopId`. */
  readonly path: string;
  /** `loadedPage(() => import('./SomePage'), 'SomePage')`: loaded when it is gone to. */
  readonly component: RouteComponent;
}
