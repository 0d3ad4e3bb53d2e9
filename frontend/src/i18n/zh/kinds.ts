export default {
  new: { registration: '新建合同登记', amendment: '变更登记', settlement: '提成基准金额结算', closure: '中止、解除或恢复履行', reissue: '登记证遗失补发' },
  effect: { suspension: '中止履行', termination: '解除（终止）', resumption: '恢复履行' },
  asked: {
    amendment: '变更事项', amendment_text: '说明为什么变更。要改动的内容，直接在下面各部分修改，系统会列出改了哪些。',
    closure: '中止、解除或恢复', closure_text: '合同的其他登记事项保持不变；要改动的，请另行办理变更。',
    reissue: '补发事项', reissue_text: '纸质登记证遗失的，先公开挂失。电子登记证可随时重新下载，无需补发。',
  },
  hints: {
    amendment_reason: '例如：双方延长合同期限并增加许可专利。', agreement_on: '双方签订变更协议的日期。', agreement_if_changed: '同时变更合同其他内容的，填写变更协议的签订日期。',
    formed_on: '从这一天起 60 天内办理。', base_amount: '本期新形成的提成基准金额，不是累计金额。', effective_on: '协议、通知或裁判文书载明的日期。',
    closure_reason: '例如：双方协商一致，自该日起终止合同。', lost_on: '发现遗失的日期。', notice_on: '公开挂失的日期。', notice_in: '挂失公告刊登的报刊或网站名称。', reissue_reason: '说明遗失的经过和补发的用途。',
  },
  settles: '本次结算新一期提成基准金额', settlement_text: '以后每次形成提成基准金额，都要办理变更，并上传证明（如审计报告、销售结算单）。系统会累计各期金额。',
  bases: { title: '各期提成基准金额', formed_on: '形成日期', amount: '本期金额', cumulative: '累计', this: '本次' },
  changes: { title: '改动对照', text: '左边是已登记的内容，右边是申请变更后的内容。', none: '还没有改动登记事项。', from: '原登记：', to: '变更为：', empty: '（空）', more: '同时变更合同其他内容' },
  copy: '复制为新申请',
}
