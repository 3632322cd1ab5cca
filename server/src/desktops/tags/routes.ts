import type { Server } from '../../http/server.js';
import { addProjectTagRoutes } from './projectTagRoutes.js';
import { addTagSearchRoutes } from './searchRoutes.js';
import { addTagRoutes, type DesktopTagParts } from './tagRoutes.js';

/** Everything about the tags of desktops (docs/reference/desktops.md#tags). */
export function addDesktopTagRoutes(app: Server, parts: DesktopTagParts): void {
  addTagRoutes(app, parts);
  addProjectTagRoutes(app, parts);
  addTagSearchRoutes(app, parts);
}
