import * as v from 'valibot';

const longestLinked = 60_000;

/** Whether a text is too long for a link: as it is written there, a letter may take nine characters. */
export const staysAtHome = (text: string): boolean =>
  text.length > longestLinked || encodeURIComponent(wellFormed(text)).length > longestLinked;

/** A text of the reader's own in a link. One that stays at home is left out: whoever opens the link sees the one built in. */
export const ownText = {
  schema: v.pipe(v.string(), v.maxLength(longestLinked)),
  write: (text: string): string => (staysAtHome(text) ? '' : text),
};

/** Half a character is no text: it is written as the sign for that. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\uFFFD');
