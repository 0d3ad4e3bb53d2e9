import { mount, RouterLinkStub } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import ClockBadge from './ClockBadge.vue'

function badge(provisional: boolean, running = true) {
  const clock = { started_on: '2026-12-30', due_on: '2027-01-05', working_days_left: 3, overdue: false, provisional }
  return mount(ClockBadge, { props: { clock, running }, global: { plugins: [i18n], stubs: { RouterLink: RouterLinkStub } } })
}

describe('the clock in short', () => {
  beforeAll(() => loadLanguage('zh'))

  it('says beside the due date that its calendar is provisional, and leads to the calendar', () => {
    const link = badge(true).findComponent(RouterLinkStub)
    expect(link.text()).toBe('含暂定日历')
    expect(link.props('to')).toBe('/calendar')
  })
  it('says nothing of it while the calendar is certain, or nothing is due', () => {
    expect(badge(false).text()).not.toContain('暂定')
    expect(badge(true, false).text()).not.toContain('暂定')
  })
})
