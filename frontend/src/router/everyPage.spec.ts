import { describe, expect, it } from 'vitest'
import { router } from '.'
import { EVERY_PAGE } from './everyPage'

describe('the walk over every page', () => {
  const routes = router.getRoutes()

  it('leaves no route out', () => {
    const visited = new Set(EVERY_PAGE.map((page) => page.route))
    expect(routes.map((route) => String(route.name)).filter((name) => !visited.has(name))).toEqual([])
  })
  it('is walked by people who may open the page', () => {
    for (const { route, role, path } of EVERY_PAGE) {
      expect(router.resolve(path.replaceAll(/[{}]/g, '')).name, path).toBe(route)
      const roles = routes.find((one) => one.name === route)?.meta.roles
      expect(roles === undefined || (role !== null && roles.includes(role)), `${String(role)} at ${path}`).toBe(true)
    }
  })
})
