import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { formatMillisecondTime } from '../../http/apiTimes.js';
import { workspace } from '../../http/declare.js';
import type { NotOffered } from '../../http/notOffered.js';
import { noContent, projectOf } from '../../http/request.js';
import { Filter } from '../../http/schemas/text.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { findAuthorizedUser } from '../../users/findAuthorizedUser.js';
import { UserPath } from '../../users/schemas.js';
import { listApplyObjects } from './applyObjects.js';
import { changeObjects, fixedFactor, showFactor, switchFactor } from './config.js';
import {
  ChangeObjectsBody,
  DeviceList,
  FactorAnswer,
  ListObjectsQuery,
  ObjectList,
  RemoveDevicesBody,
  UpdateFactorBody,
} from './schemas.js';
import { listDevices, removeDevices } from './userDevices.js';

/** The second factor of those who work on desktops: whether and of whom it is asked, and their devices. */
export function addFactorRoutes(app: Server, { database }: { readonly database: Database }): void {
  app.get(
    '/v2/:project_id/assist-auth-config/method-config',
    workspace('ShowAssistAuthConfig', 'Second factor of desktop log-ins, and of whom it is asked', {
      query: Type.Object({ main_auth_config_id: Filter }),
      answers: { 200: FactorAnswer },
    }),
    async (request) => showFactor(database, projectOf(request)),
  );

  app.put(
    '/v2/:project_id/assist-auth-config/method-config',
    workspace('UpdateAssistAuthMethodConfig', 'Switch the second factor of desktop log-ins on or off', {
      description:
        'A code of an application for codes (TOTP). It is asked at `/desk`, also in sessions that are open: of the users and members of ' +
        'groups in `apply_objects`, of everybody while that is empty. Left out, `apply_objects` stay as they are.',
      body: UpdateFactorBody,
      notOffered: otherFactors,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { enable, apply_objects: objects } = request.body.otp_config_info;
      await switchFactor(database, projectOf(request), enable, objects);
      return noContent(reply);
    },
  );

  app.get(
    '/v2/:project_id/assist-auth-config/apply-objects',
    workspace('ShowAssistAuthConfigApplyObjects', 'Users and groups that the second factor is asked of', {
      description: 'None: everybody, where it is on.',
      query: ListObjectsQuery,
      answers: { 200: ObjectList },
    }),
    async (request) => {
      const { total, objects } = await listApplyObjects(
        database,
        projectOf(request),
        request.query,
        request.query,
      );
      return { objects: [...objects], total_count: total };
    },
  );

  app.post(
    '/v2/:project_id/assist-auth-config/apply-objects',
    workspace('UpdateAssistAuthConfigApplyObjects', 'Ask the second factor of more people, or of fewer', {
      description:
        'All of it or, where something is not there, nothing. While the factor is on, the last who is named is not taken off: ' +
        'it would be asked of everybody.',
      body: ChangeObjectsBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await changeObjects(database, projectOf(request), request.body);
      return noContent(reply);
    },
  );

  app.get(
    '/v2/:project_id/users/:user_id/otp-devices',
    workspace('ListOtpDevicesByUserId', "The device that makes a desktop user's codes", {
      path: UserPath,
      answers: { 200: DeviceList },
    }),
    async (request) => {
      const { id, user_name } = await findAuthorizedUser(database, request, request.params.user_id);
      const devices = await listDevices(database, { projectId: projectOf(request), id });
      return {
        otp_devices: devices.map((device) => ({
          id: device.id,
          user_id: id,
          user_name,
          status: 'ACTIVE',
          create_time: formatMillisecondTime(device.boundAt),
        })),
      };
    },
  );

  app.delete(
    '/v2/:project_id/users/:user_id/otp-devices',
    workspace('BatchDeleteOtpDevices', 'Take the device that makes the codes off a desktop user', {
      description:
        'For a device that was lost. Sessions that a code of it let in end; where a second factor is asked for the user binds another one.',
      path: UserPath,
      body: RemoveDevicesBody,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { id } = await findAuthorizedUser(database, request, request.params.user_id);
      await removeDevices(database, { projectId: projectOf(request), id }, request.body.otp_ids);
      return noContent(reply);
    },
  );
}

/** Of a second factor: what it is shown as, and nothing else. */
const otherFactors: NotOffered = {
  auth_type: ['OTP'],
  'otp_config_info.receive_mode': [fixedFactor.receive_mode],
  'otp_config_info.auth_server_access_mode': [fixedFactor.auth_server_access_mode],
  'otp_config_info.apply_rule.rule_type': [fixedFactor.apply_rule.rule_type],
  'otp_config_info.apply_rule.rule': [fixedFactor.apply_rule.rule],
  'otp_config_info.id': [],
  'otp_config_info.auth_url': [],
  'otp_config_info.app_id': [],
  'otp_config_info.app_secret': [],
  'otp_config_info.cert_content': [],
};
