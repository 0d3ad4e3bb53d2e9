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
    meta: { title: 'review.queue.title', roles: reviewers, nav: { label: 'review.queue.title', order: 20 } },
  },
  {
    path: '/decisions',
    name: 'decide-many',
    component: () => import('./DecideManyPage.vue'),
    meta: { title: 'casework.decide.title', roles: deciders, nav: { label: 'casework.decide.title', order: 25 } },
  },
  {
    path: '/cases/:id',
    name: 'case',
    component: () => import('./CasePage.vue'),
    props: true,
    meta: { title: 'review.case.title', roles: reviewers },
  },
] satisfies RouteRecordRaw[]
