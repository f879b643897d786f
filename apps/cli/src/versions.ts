declare const __VERSION__: string;

/** The version of the tool, from its package.json at build time. */
export const version: string = __VERSION__;

/** What a result may depend on besides the experiment. */
export function versionsNow(): Record<string, string> {
  return { gibbs: version, node: process.versions.node };
}
