/// <reference types="vitest/config" />
import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { offlineShell } from './scripts/offlineShell.ts'

const backend = process.env['PORTAL_BACKEND'] ?? 'http://127.0.0.1:8080'
const proxy = Object.fromEntries(['/api', '/oauth', '/.well-known'].map((path) => [path, backend]))

export default defineConfig({
  plugins: [vue(), offlineShell()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy },
  preview: { proxy },
  // No asset may become a data: URL: the content security policy allows files of this origin only.
  build: {
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: { index: 'index.html', 'service-worker': 'worker/service-worker.ts' },
      // A service worker answers for what lies beside and below it, and its address never changes.
      output: { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.spec.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
