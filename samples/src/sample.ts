import { curlSample } from './curl.js';
import { goSample } from './go.js';
import { javaSample } from './java.js';
import { nodeSample } from './node.js';
import { pythonSample } from './python.js';
import { canBeSent, type SampleCall } from './sampleCall.js';
import { terraformSample } from './terraform/terraform.js';

/** In the order that they are offered. */
export const sampleLanguages = ['curl', 'python', 'node', 'go', 'java', 'terraform'] as const;

export type SampleLanguage = (typeof sampleLanguages)[number];

const writers: Readonly<Record<SampleLanguage, (call: SampleCall) => string | undefined>> = {
  curl: curlSample,
  python: pythonSample,
  node: nodeSample,
  go: goSample,
  java: javaSample,
  terraform: terraformSample,
};

/**
 * A program that makes a call as it stands, once its keys are in the environment. Values are data wherever they stand: none can
 * end its literal.
 * @returns undefined where the language has no way to make it: bytes go with curl alone, and Terraform has no resource for every call; in
 * none where no address can hold the call
 */
export function sampleOf(language: SampleLanguage, call: SampleCall): string | undefined {
  return canBeSent(call) ? writers[language](call) : undefined;
}
