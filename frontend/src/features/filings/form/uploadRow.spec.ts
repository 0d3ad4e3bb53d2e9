import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import UploadRow from './UploadRow.vue'

it('takes a file that was chosen while the row moved elsewhere', async () => {
  await loadLanguage('zh')
  const sent: File[] = []
  const row = mount(UploadRow, {
    props: {
      kind: 'contract_copy',
      required: null,
      files: [],
      filing: null,
      paper: null,
      save: () => Promise.resolve(),
      send: (file: File) => sent.push(file),
    },
    global: { plugins: [i18n] },
  })
  const input = row.get('input').element as HTMLInputElement
  row.unmount()
  const file = new File(['x'], '合同副本.pdf', { type: 'application/pdf' })
  Object.defineProperty(input, 'files', { value: [file] })
  Object.defineProperty(input, 'value', { value: '', writable: true })
  input.dispatchEvent(new Event('change'))
  expect(sent).toEqual([file])
})
