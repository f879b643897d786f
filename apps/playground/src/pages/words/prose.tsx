import type { VNode } from 'preact';
import { Formula } from '../../frame/formula.js';

/** The text of the page, read at build time and sent as plain HTML. */
export function WordsText(): VNode {
  return (
    <article class="prose">
      <h2>Neither letters nor words</h2>
      <p>
        A network reads numbers, so a text must become numbers first. One number for each word would
        be a list without end, and a new name would have no number at all. One for each letter would
        make every text long, and the letters of one script are not those of the next. The usual
        answer lies between, and it is found by counting.
      </p>
      <p>
        Begin with bytes: 256 of them spell everything that can be written. Count which two stand
        side by side most often, and make of the pair a new piece. Count again, now with the new
        piece among the others; merge again. A thousand and twenty-four times, on this page. That is
        all of it: byte-pair encoding, thought up in 1994 to compress files, and today the first
        thing that happens to whatever you type to a language model.
      </p>
      <Formula
        display
        tex={String.raw`(\ell, r) = \operatorname*{arg\,max}_{x,\,y}\ \mathrm{count}(x\,y)`}
      />
      <h2>What counting finds</h2>
      <p>
        The page learns from four thousand sentences in which people say their names, and the first
        merge is <code>h</code> + <code>e</code>, for they are full of “the”. Endings follow, then
        short words with the space before them, then longer ones. Nobody told it what a word is. A
        name it has never met is spelled in the largest pieces it knows: <code>Keyvan</code> becomes{' '}
        <code>␣K</code>, <code>ey</code>, <code>v</code>, <code>an</code> with 512 merges, and{' '}
        <code>␣Key</code>, <code>v</code>, <code>an</code> from the 858th on. The model that reads
        them must learn what belongs together; and to repeat the name, it must copy each of its
        pieces. On the page on <a href="../names/">names</a> two models try, with this very
        tokenizer, and with what you make of it.
      </p>
      <p>
        What the corpus did not hold stays in bytes. The built-in sentences are English, so in them
        a word in Persian costs two tokens a letter and an emoji four. A tokenizer is a price list,
        and whoever chooses the corpus sets the prices.
      </p>
      <h2>What to try</h2>
      <ul>
        <li>
          Press <kbd>r</kbd>, then <kbd>k</kbd>: your text grows together from its bytes.
        </li>
        <li>
          Write your own name, in your own script, and choose one of its pieces to see its tree.
        </li>
        <li>
          Cut out an early merge, such as <code>a</code> + <code>n</code>. Every later piece that
          was built on it falls apart as well. Send the tokenizer to the duel like that, and see who
          still copies the name.
        </li>
        <li>Paste a text in your language, let it learn from that, and look at the price again.</li>
      </ul>
      <p>
        The counting is done by <code>trainTokenizer</code> of <code>@gibbs/tokenizer</code>, the
        reasons come from <code>explain</code>. On the command line,{' '}
        <code>gibbs tokenizer explain</code> tells the same about any tokenizer.
      </p>
    </article>
  );
}
