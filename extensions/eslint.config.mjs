import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['lib', 'node_modules', 'lyceum_lab', 'style', '**/*.mjs']),
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Lumino's signals take a method and its `this` side by side
      '@typescript-eslint/unbound-method': 'off'
    }
  }
);
