import { mount, RouterLinkStub } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ClockRun, ClockView } from '@/api/types'
import { i18n, loadLanguage } from '@/i18n'
import ClockDays from './ClockDays.vue'

const returned: ClockRun = {
  started_on: '2026-11-16', started_by: 'submitted', stopped_on: '2026-11-18', stopped_by: 'returned',
  due_on: '2026-11-19', working_days_used: 2, working_days_left: 1,
}
const running: ClockRun = {
  started_on: '2026-11-22', started_by: 'resubmitted', stopped_on: null, stopped_by: null,
  due_on: '2026-11-25', working_days_used: 5, working_days_left: -2,
}

function ledger(runs: ClockRun[]) {
  const last = runs[runs.length - 1]
  const clock: ClockView = {
    started_on: last?.started_on ?? null, due_on: last?.due_on ?? null, working_days_left: last?.working_days_left ?? 0,
    overdue: false, provisional: false, running: last?.stopped_on === null, days: [], runs,
  }
  return mount(ClockDays, { props: { clock }, global: { plugins: [i18n], stubs: { RouterLink: RouterLinkStub } } })
}

describe('the ledger of days', () => {
  beforeAll(() => loadLanguage('zh'))

  it('says when and why the clock stopped, and what is left', () => {
    const shown = ledger([returned])
    expect(shown.text()).toContain('计时已停止（2026年11月18日退回）')
    expect(shown.text()).toContain('已用 2 个工作日，还剩 1 个工作日')
    expect(shown.find('details').exists()).toBe(false)
  })
  it('folds the earlier runs, and counts the last one anew', () => {
    const shown = ledger([returned, running])
    expect(shown.text()).not.toContain('计时已停止')
    expect(shown.get('summary').text()).toBe('此前的计时（1 次）')
    expect(shown.get('details').text()).toContain('第 1 次：2026年11月16日提交起算，2026年11月18日退回时停止')
    expect(shown.text()).toContain('第 2 次计时：2026年11月22日再次提交起算')
    expect(shown.text()).toContain('已用 5 个工作日，超过时限 2 个工作日')
  })
  it('has no runs before the first submission', () => {
    expect(ledger([]).text()).not.toContain('已用')
  })
})
