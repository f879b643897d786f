import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

// The build writes the version in; sources that tests import need one too.
export default mergeConfig(shared, { define: { __VERSION__: '"0.0.0-test"' } });
