/** What every page's journey has in common: a timeline, and the link that carries its state. */
export type { Journey } from './journey.js';
export { type Fields, type Opened, openLink, writeLink } from './link.js';
export { linkOfRun, shownCommands } from './linkOfRun.js';
export { staysAtHome } from './ownText.js';
