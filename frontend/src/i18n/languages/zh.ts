import { collect, type Module } from './collect'

export default collect(import.meta.glob<Module>('../zh/*.ts', { eager: true }))
