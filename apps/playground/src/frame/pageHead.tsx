import type { ComponentChildren, VNode } from 'preact';
import { text } from '../text/en/frame.js';

interface Props {
  part: string;
  title: string;
  claim: string;
  /** What stands beside the title: the bet. */
  children?: ComponentChildren;
}

/** What every page opens with: its part of the story, its title, its one claim, and a bet. */
export function PageHead({ part, title, claim, children }: Props): VNode {
  return (
    <div class="page-head">
      <div class="title">
        <p class="part">{part}</p>
        <h1>{title}</h1>
        <p class="claim">{claim}</p>
      </div>
      {children}
      <noscript>
        <p class="notice">{text.noScript}</p>
      </noscript>
    </div>
  );
}
