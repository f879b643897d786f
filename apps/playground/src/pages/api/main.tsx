import { breath } from '../../frame/piece.js';
import { startTools } from '../../frame/tools.js';
import { text } from '../../text/en/api.js';

const field = document.querySelector<HTMLInputElement>('#find');

/** Shows the exports whose name or first sentence holds what was typed; names that begin with it are marked. */
function find(): void {
  const asked = field?.value.trim() ?? '';
  const words = asked.toLowerCase().split(/\s+/);
  let [count, all] = [0, 0];
  for (const section of document.querySelectorAll<HTMLElement>('.api .names')) {
    let any = false;
    for (const item of section.querySelectorAll('li')) {
      const said = item.textContent.toLowerCase();
      const fits = words.every((word) => said.includes(word));
      item.hidden = !fits;
      any ||= fits;
      count += fits ? 1 : 0;
      all += 1;
    }
    section.hidden = !any;
  }
  const found = document.querySelector('#found');
  if (found) found.textContent = text.found(count, all, asked);
}

/** Lays the lists out one by one, since all of them at once would keep a key waiting. */
async function layOut(): Promise<void> {
  for (const section of document.querySelectorAll('.api .names')) {
    await breath();
    section.classList.add('laid');
  }
}

if (field) {
  field.addEventListener('input', find);
  find();
}

void startTools([
  {
    key: '/',
    does: text.keys.search,
    run: () => (field ? field.focus() : location.assign('../#find')),
  },
]);
void layOut();
