// The closed sets as options in the language on screen.

const SETS = {
  direction: ['import', 'export'],
  legal_type: ['patent_transfer', 'patent_application_transfer', 'patent_licence', 'know_how_licence', 'technical_service', 'other'],
  mode: ['patent', 'know_how', 'consulting_service', 'software', 'trademark', 'joint_production', 'equipment', 'other'],
  payment_mode: ['lump_sum', 'instalments', 'royalty', 'entry_fee_and_royalty'],
  royalty_base: ['net_sales', 'product_price', 'added_output', 'profit', 'other'],
  ownership: ['state', 'collective', 'private', 'foreign_invested', 'hmt_invested', 'other'],
} as const

export function optionsOf(set: keyof typeof SETS, t: (key: string) => string): { code: string; name: string }[] {
  return SETS[set].map((code) => ({ code, name: t(`terms.${set}.${code}`) }))
}
