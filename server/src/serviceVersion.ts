/** The version of this program, as OpenAPI and receipts name it. */
export const serviceVersion = '0.1.0';
