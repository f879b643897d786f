/** Public data that Gibbs can learn from, where it is published, and the digests it must have. */
export interface Source {
  what: string;
  /** Where the files lie, in the order in which they are tried. */
  places: readonly string[];
  files: readonly { path: string; bytes: number; sha256: string }[];
}

export const sources: Readonly<Record<'mnist' | 'shakespeare', Source>> = {
  // LeCun, Cortes and Burges; the page of the authors no longer serves the files, these two mirrors do.
  mnist: {
    what: '70,000 handwritten digits (LeCun, Cortes, Burges)',
    places: [
      'https://storage.googleapis.com/cvdf-datasets/mnist/',
      'https://ossci-datasets.s3.amazonaws.com/mnist/',
    ],
    files: [
      {
        path: 'train-images-idx3-ubyte.gz',
        bytes: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
      {
        path: 'train-labels-idx1-ubyte.gz',
        bytes: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
      {
        path: 't10k-images-idx3-ubyte.gz',
        bytes: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
      {
        path: 't10k-labels-idx1-ubyte.gz',
        bytes: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    ],
  },
  // Karpathy, char-rnn.
  shakespeare: {
    what: '40,000 lines of plays, 1.1 MB (“tiny Shakespeare”, Karpathy)',
    places: ['https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/'],
    files: [
      {
        path: 'input.txt',
        bytes: 1_115_394,
        sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
      },
    ],
  },
};
