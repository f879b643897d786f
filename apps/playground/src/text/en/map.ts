/** The map of the site: every page that exists, in reading order, with the one claim it shows. */
export const map = {
  home: {
    title: 'Gibbs',
    short: 'Map',
    part: '',
    claim:
      'One law, two worlds: the softmax by which attention looks things up is the law by which atoms share heat.',
  },
  lookup: {
    title: 'A database you can differentiate',
    short: 'Lookup',
    part: 'Attention',
    claim:
      'A lookup that answers with a mix of all its rows has a slope. What has a slope can be taught where to look.',
  },
} as const;
