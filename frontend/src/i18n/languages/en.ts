import { collect, type Module } from './collect'

export default collect(import.meta.glob<Module>('../en/*.ts', { eager: true }))
