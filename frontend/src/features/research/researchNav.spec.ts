import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n, loadLanguage } from '@/i18n'
import ResearchNav from './ResearchNav.vue'
import './words'

const { company } = vi.hoisted(() => ({ company: { value: false } }))
vi.mock('@/session', () => ({ useSession: () => ({ isCompany: company }) }))
await loadLanguage('zh')
afterEach(() => {
  company.value = false
})

function rooms(): (string | undefined)[] {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:path(.*)*', component: { render: () => null } }] })
  const view = mount(ResearchNav, { global: { plugins: [i18n, router] } })
  return view.findAll('a').map((link) => link.attributes('href'))
}

describe('the rooms of the research centre', () => {
  it('are all open to staff', () => {
    expect(rooms()).toEqual(['/research', '/research/workbench', '/research/publications', '/research/findings'])
  })
  it('are for a company those with figures for everybody', () => {
    company.value = true
    expect(rooms()).toEqual(['/research', '/research/workbench', '/research/publications'])
  })
})
