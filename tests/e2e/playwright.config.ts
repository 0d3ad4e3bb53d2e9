// Two browsers, two workers, each with a portal of its own (portal.ts): the tests of a file walk one road together, in order.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  fullyParallel: false,
  workers: 2,
  maxFailures: 1,
  timeout: 120_000,
  globalTimeout: 1_800_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    actionTimeout: 20_000,
    // A trace films every test, also those that pass, on the processors that they run on: it is kept when somebody asks for one.
    trace: process.env['TRACE'] === undefined ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--force-color-profile=srgb'],
    },
  },
})
