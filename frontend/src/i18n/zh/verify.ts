export default {
  subtitle: '银行、税务、海关或合作方可在此核对登记证真伪与当前状态，无需登录。',
  label: '登记证编号或核验凭证', hint: '输入登记证上的编号，或粘贴扫码得到的网址、凭证全文。', button: '核验', checking: '正在核验…', nothing: '请输入登记证编号或粘贴凭证',
  valid: '有效', valid_text: '登记证在登记簿中，当前有效。', valid_signed: '凭证签名真实，登记证当前有效。',
  expired: '已到期', expired_text: '登记证曾经有效，合同有效期已过。',
  superseded: '已被新版本替代', superseded_text: '合同办理过变更，请要求对方出示最新登记证。',
  revoked: '已撤销', revoked_text: '该登记证已被撤销，不再有效。',
  unknown: '未查到', unknown_text: '登记簿中没有编号 {number}。请核对编号，谨防伪造。',
  forged: '凭证无效', forged_text: '凭证签名不正确或内容被改动过，请勿采信。',
  mismatch: '凭证与编号不符', mismatch_text: '凭证属于另一份登记证，与编号 {number} 不一致，请勿采信。',
  country: '合同外方国家（地区）', version: '版本', as_of: '查询时间',
  about: '关于核验', about_number: '按编号查询，看到的是登记簿中的当前状态。',
  about_qr: '扫描登记证上的二维码，还会校验签名，可发现纸面内容被改动。', about_private: '为保护商业秘密，公开核验不显示合同金额与内容。',
}
