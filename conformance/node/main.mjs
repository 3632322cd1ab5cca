// The official Node.js SDK against a running service. Argument: its credentials.json.
import { checkDesktopLife } from '../checks/desktopLife.mjs';
import { checkPermissions } from './permissions.mjs';
import { account } from './sdk.mjs';
import { checkSignIn } from './signIn.mjs';

const temporary = await checkSignIn();
await checkDesktopLife(account.desktops, 'nodea', 'an access key');
if (temporary !== undefined) await checkDesktopLife(temporary.desktops, 'nodet', 'a temporary access key');
await checkPermissions();
