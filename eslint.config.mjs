import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Rules of `strictTypeChecked` that are off or gentler, each with its reason. */
const gentler = {
  // Numbers and booleans in messages are wanted; objects there stay an error.
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
  // Typed arrays are indexed within their length, and types cannot say so.
  '@typescript-eslint/no-non-null-assertion': 'off',
  // Options come from JavaScript callers too: what a type rules out is checked all the same.
  '@typescript-eslint/no-unnecessary-condition': 'off',
  // `() => list.push(x)` reads better than its three-line form.
  '@typescript-eslint/no-confusing-void-expression': 'off',
  // `_` and `__` say that a value is not wanted.
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_+$', varsIgnorePattern: '^_+$' },
  ],
  // `async` without `await` is how a function promises that it rejects and never throws.
  '@typescript-eslint/require-await': 'off',
}

const rules = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
}

const nodeGlobals = Object.fromEntries(
  ['require', 'module', 'process', '__dirname', '__filename', 'console', 'performance'].map(
    (name) => [name, 'readonly'],
  ),
)

export default defineConfig(
  globalIgnores(['**/dist/', 'build*/', 'coverage/', 'prebuilds/', '.cache/', 'docs/api/']),
  js.configs.recommended,
  { rules },
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.check.json', './examples/*/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: gentler,
  },
  {
    files: ['test/**'],
    rules: {
      // Wrong input is the point of many tests.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
  // An addon is loaded by `require` alone.
  { files: ['lib/native.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['bench/**', 'examples/**'], rules: { 'no-console': 'off' } },
  {
    files: ['scripts/**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: nodeGlobals,
    },
    rules: { 'no-console': 'off' },
  },
)
