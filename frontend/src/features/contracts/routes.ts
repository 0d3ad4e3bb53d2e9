import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/contracts',
    name: 'contracts',
    component: () => import('./ContractsPage.vue'),
    meta: { title: 'contracts.title', roles: ['company'], nav: { label: 'contracts.title', order: 20 } },
  },
  {
    path: '/contracts/:id',
    name: 'contract',
    component: () => import('./ContractPage.vue'),
    meta: { title: 'contracts.one', roles: ['company', 'reviewer', 'approver', 'desk_manager'] },
  },
] satisfies RouteRecordRaw[]
