import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** OpenAPI 3.1, made from the schemas that the routes are validated and serialised with. */
export const openApiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Deskplane',
      description: 'Cloud desktops over the Huawei Cloud Workspace v2 API, with IAM v3 in front.',
      version: '0.1.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'SDK-HMAC-SHA256 request signature',
        },
      },
    },
    security: [{ token: [] }, { signature: [] }],
  },
  transform: ({ schema, url, route }) => {
    const declaration = route.config?.declaration;
    if (declaration === undefined) return { schema: { ...schema, hide: true }, url };
    return {
      schema: {
        ...schema,
        operationId: declaration.operation,
        ...(declaration.anonymous === true ? { security: [] } : {}),
        ...(declaration.action === undefined ? {} : { 'x-permissions': { action: declaration.action } }),
      },
      url,
    };
  },
};
