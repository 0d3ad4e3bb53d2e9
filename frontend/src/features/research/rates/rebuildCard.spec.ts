import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import RebuildCard from './RebuildCard.vue'

await loadLanguage('zh')
afterEach(() => {
  vi.unstubAllGlobals()
})

async function press(button: number, answer: Response) {
  const asked = vi.fn().mockResolvedValue(answer)
  vi.stubGlobal('fetch', asked)
  const view = mount(RebuildCard, { global: { plugins: [i18n] } })
  await view.findAll('button')[button]?.trigger('click')
  await flushPromises()
  const body = JSON.parse(String((asked.mock.calls[0] as [string, RequestInit])[1].body)) as unknown
  return { body, said: view.get('[role="status"]').text() }
}
const counted = (differing: number, written: number) =>
  Response.json({ entries: 12, facts: 1305, differing, written, seconds_ms: 1240, as_of: 4711 })

describe('counting again', () => {
  it('only compares, and says that all is as it was', async () => {
    const { body, said } = await press(0, counted(0, 0))
    expect(body).toEqual({ check: true })
    expect(said).toContain('完全一致')
    expect(said).toContain('1,305')
    expect(said).toContain('4711')
  })
  it('says what differs, and what was put right', async () => {
    expect((await press(0, counted(3, 0))).said).toContain('有 3 条')
    const { body, said } = await press(1, counted(3, 2))
    expect(body).toEqual({ check: false })
    expect(said).toContain('改正 2 条')
  })
  it('says where the outcome will be when it takes longer', async () => {
    expect((await press(1, new Response(null, { status: 202 }))).said).toContain('日志')
  })
})
