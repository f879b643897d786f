/** The map of the site: every page that exists, in reading order, with the one claim it shows. */
export const map = {
  home: {
    title: 'Gibbs',
    short: 'Map',
    part: '',
    picture: '',
    claim:
      'One law, two worlds: the softmax by which attention looks things up is the law by which atoms share heat.',
  },
  gate: {
    title: 'Gate or neuron',
    short: 'Gate',
    part: 'Attention',
    picture: 'first.png',
    claim:
      'XOR can be wired, reasoned out, or learned. Two neurons are enough to do it, and about half the time they never find out.',
  },
  digits: {
    title: 'Digits',
    short: 'Digits',
    part: 'Attention',
    picture: 'learned.png',
    claim:
      'Shown a thousand digits, a small network learns in a second to read yours. About ten pixels of 784 are enough to change its mind.',
  },
  lookup: {
    title: 'A database you can differentiate',
    short: 'Lookup',
    part: 'Attention',
    picture: 'first.png',
    claim:
      'A lookup that answers with a mix of all its rows has a slope. What has a slope can be taught where to look.',
  },
  next: {
    title: 'Next token from five',
    short: 'Next',
    part: 'Attention',
    picture: 'rows.png',
    claim:
      'Five tokens tell the sixth better than any count of pairs. But a name it has never learned, such a network cannot repeat.',
  },
  words: {
    title: 'Pieces of words',
    short: 'Words',
    part: 'Attention',
    picture: 'pieces.svg',
    claim:
      'A model sees neither letters nor words. It sees pieces, and which pieces there are is settled by counting.',
  },
  names: {
    title: 'The name it cannot copy',
    short: 'Names',
    part: 'Attention',
    picture: 'looking.svg',
    claim:
      'A network that has read four thousand names cannot say yours when it hears it for the first time. One that can look back says it at once.',
  },
  transformer: {
    title: 'A Transformer from inside',
    short: 'Transformer',
    part: 'Attention',
    picture: 'looks.png',
    claim:
      'A small Transformer learns your text while you watch. Each head looks somewhere; take one away and see what it was for. Temperature decides how boldly it speaks.',
  },
  heat: {
    title: 'Heat runs downhill',
    short: 'Heat',
    part: 'Heat',
    picture: 'half.svg',
    claim:
      'Two gases that have mixed never part by themselves, although every collision could run backwards. Here they do, to the last bit.',
  },
  engines: {
    title: 'Engines and refrigerators',
    short: 'Engines',
    part: 'Heat',
    picture: 'half.svg',
    claim:
      'A hundred particles behind a piston turn heat into work, and never more of it than Carnot’s limit, although nothing in their rules says so. Backwards, they cool.',
  },
  demon: {
    title: 'Maxwell’s demon',
    short: 'Demon',
    part: 'Heat',
    picture: 'sorted.svg',
    claim:
      'A demon at a door can sort a gas without doing any work. It pays when it forgets what it saw: in sum, entropy never falls.',
  },
  interesting: {
    title: 'What is interesting',
    short: 'Interest',
    part: 'Heat',
    picture: 'peak.png',
    claim:
      'Entropy only rises. What is worth a look comes and goes: cream in coffee is plain at first, plain at last, and swirls between.',
  },
  planet: {
    title: 'A planet and an air conditioner',
    short: 'Planet',
    part: 'Heat',
    picture: 'photons.svg',
    claim:
      'The Earth keeps no energy: a hot photon comes in, some twenty cold ones go out. What it lives on is the entropy they take along.',
  },
  run: {
    title: 'Run anything',
    short: 'Run',
    part: 'Packages',
    picture: 'code.svg',
    claim:
      'Everything this site shows is a call of a package. Here you make the call: your code, on your machine, in a room of its own.',
  },
  api: {
    title: 'Reference',
    short: 'API',
    part: 'Packages',
    picture: 'modules.svg',
    claim:
      'All that the packages export, read from their sources: what it is, what it does, and the lines that do it.',
  },
} as const;
