import { render } from 'preact';
import { worksOf } from '../../frame/keep.js';
import { startTools } from '../../frame/tools.js';
import { Works } from './works.js';

const works = document.getElementById('works');
if (works) render(<Works of={worksOf} />, works);

void startTools([]);
