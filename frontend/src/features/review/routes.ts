import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/types'

const reviewers: Role[] = ['reviewer', 'approver', 'desk_manager']
const deciders: Role[] = ['approver', 'desk_manager']
const staff: Role[] = [...reviewers, 'researcher', 'system_admin', 'security_admin', 'audit_admin']

export default [
  {
    path: '/work',
    name: 'work',
    component: () => import('./WorkPage.vue'),
    meta: { title: 'review.work.title', roles: staff, nav: { label: 'review.work.title', order: 10 } },
  },
  {
    path: '/queue',
    name: 'queue',
    component: () => import('./QueuePage.vue'),
    meta: { title: 'review.queue.title', roles: reviewers, nav: { label: 'review.queue.title', order: 15 } },
  },
  {
    path: '/decisions',
    name: 'decide-many',
    component: () => import('./DecideManyPage.vue'),
    meta: { title: 'casework.decide.title', roles: deciders, nav: { label: 'casework.decide.title', order: 17 } },
  },
  {
    path: '/finished',
    name: 'finished',
    component: () => import('./FinishedPage.vue'),
    meta: { title: 'review.finished.title', roles: reviewers, nav: { label: 'review.finished.title', order: 32, seldom: true } },
  },
  {
    path: '/cases/:id',
    name: 'case',
    component: () => import('./CasePage.vue'),
    props: true,
    meta: { title: 'review.case.title', roles: reviewers },
  },
] satisfies RouteRecordRaw[]
