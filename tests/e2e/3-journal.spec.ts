// After all that was done in the browser the journal still proves itself.
import { expect, test } from '@playwright/test'
import { command } from './portal.ts'

test('the journal holds', async () => {
  expect(await command('journal', 'verify')).toContain('all hold')
})
