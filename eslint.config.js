import parser from '@typescript-eslint/parser';
import redos from 'eslint-plugin-redos';

/**
 * Regular expressions whose time grows faster than their text are attacks waiting for a book or an answer.
 * Everything else that a linter can say is Biome's.
 */
export default [
  {
    files: ['packages/*/src/**/*.ts'],
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    plugins: { redos },
    // An attack is believed when it holds an expression up for so many ms; of one second, a busy machine makes some up.
    rules: { 'redos/no-vulnerable': ['error', { recallTimeout: 5000 }] },
  },
];
