export default {
  title_import: '付汇与剩余金额', title_export: '收汇与剩余金额',
  registered: '登记金额', expected: '登记金额（预计）', payable: '目前可付', paid: '已付', remaining: '剩余可付',
  share: '已付占目前可付金额的 {percent}%',
  royalty_text: '提成合同按结算逐步可付：入门费，加上各期提成基准金额乘以提成率。每登记一期新的基准金额，可付金额相应增加。',
  unclear: '合同变更过币种，无法确定目前可付的金额，请联系登记机关。',
  empty_import: '还没有付款记录。银行凭登记证办理付汇并登记后，会显示在这里。', empty_export: '还没有收款记录。银行凭登记证办理收汇并登记后，会显示在这里。',
  kind: { payment: '付款', reversal: '冲销' }, reversed: '已冲销', paid_on: '付款日期', recorded_at: '登记于', reason: '冲销原因：',
}
