// What a list is narrowed by, kept in the address alone: a link to the narrowed list can be sent. What is not set is left out.
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export function useAddressFilter<Name extends string>(...names: readonly Name[]) {
  const route = useRoute()
  const router = useRouter()
  const filter = computed(() => {
    const read = (name: Name) => (typeof route.query[name] === 'string' ? route.query[name] : '')
    return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>
  })
  return {
    filter,
    filtered: computed(() => names.some((name) => filter.value[name] !== '')),
    narrow(change: Partial<Record<Name, string>>) {
      const next = Object.entries<string | undefined>({ ...filter.value, ...change })
      void router.replace({ query: Object.fromEntries(next.filter(([, word]) => word !== '')) })
    },
  }
}
