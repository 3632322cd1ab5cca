import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { iam5 } from '../../http/declare.js';
import type { Server } from '../../http/server.js';
import { admitDeskUser, admitProven, type DeskAdmission, readDeskSession } from '../deskSession.js';
import { presentDeskSession } from '../presentDeskSession.js';
import { DeskSessionBody } from '../schemas.js';
import { type DeviceParts, makeDevice, proveCode } from './devices.js';
import { CodeBody, NewDeviceAnswer } from './schemas.js';

/** How somebody who works on desktops binds a device, and gives its codes, in a browser. */
export function addSecondFactorRoutes(app: Server, parts: DeviceParts & DeskAdmission): void {
  const anonymous = true;

  app.post(
    '/desk/api/otp-device',
    iam5('MakeDeskDevice', 'Make a device that makes codes, for the desktop user who has none', {
      anonymous,
      description:
        'Where a second factor is asked of the user. The secret is told once; the device is bound by its first code (`ProveDeskCode`). ' +
        'One that was made before and gave no code is forgotten.',
      answers: { 200: NewDeviceAnswer },
    }),
    async (request) => {
      const { session } = await admitProven(parts, request, 'MakeDeskDevice');
      if (session.mustChangePassword || session.secondFactor !== 'bind') throw notNow();
      const { secret, address } = await makeDevice(parts, session);
      return { secret, uri: address };
    },
  );

  app.post(
    '/desk/api/session/code',
    iam5('ProveDeskCode', "Give a code of the desktop user's device", {
      anonymous,
      description:
        'The session then lets in. No code is taken twice; five wrong ones are followed by a wait.',
      body: CodeBody,
      answers: { 200: DeskSessionBody },
    }),
    async (request) => {
      const { session, hash } = await admitDeskUser(parts, request, 'ProveDeskCode');
      await proveCode(parts, session, hash, request.body.code, request.origin.address);
      const proven = await readDeskSession(parts.plainPool, hash, true);
      return presentDeskSession(requireFound(proven, 'session'));
    },
  );
}

const notNow = (): ApiError =>
  new ApiError('DPL.0409', [
    {
      en: "a device is made where a second factor is asked for, once there is a password of one's own, and while there is no device",
      zh: '仅在要求辅助认证、已设置自己的密码且尚未绑定设备时可绑定设备',
    },
  ]);
