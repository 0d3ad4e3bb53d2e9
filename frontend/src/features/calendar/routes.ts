import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/calendar',
    name: 'calendar',
    component: () => import('./CalendarPage.vue'),
    // Reached from the work page, and by the company from the explanation of its clock.
    meta: { title: 'duties.calendar.title', roles: ['company', 'reviewer', 'approver', 'desk_manager', 'system_admin'] },
  },
] satisfies RouteRecordRaw[]
