import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/contracts',
    name: 'contracts',
    component: () => import('./ContractsPage.vue'),
    meta: {
      title: 'contracts.register',
      roles: ['company', 'reviewer', 'approver', 'desk_manager'],
      nav: { label: 'contracts.title', staffLabel: 'contracts.register', order: 20 },
    },
  },
  {
    path: '/contracts/:id',
    name: 'contract',
    component: () => import('./ContractPage.vue'),
    meta: { title: 'contracts.one', roles: ['company', 'reviewer', 'approver', 'desk_manager'] },
  },
] satisfies RouteRecordRaw[]
