export default {
  filing_status: {
    draft: '草稿', submitted: '已提交，待受理', in_review: '审核中', returned: '退回补正', recommended: '已初审，待复核',
    registered: '已登记', refused: '不予登记', referred: '已转办', withdrawn: '已撤回', lapsed: '逾期未补正',
  },
  company_status: { pending: '待审核', approved: '已开通', suspended: '已停用', rejected: '未通过' },
  certificate_status: { valid: '有效', expired: '已到期', superseded: '已被新版本替代', reissued: '已补发新证', revoked: '已撤销', suspended: '合同已中止', terminated: '合同已解除' },
  user_status: { active: '可登录', disabled: '已停用' },
  partner_status: { active: '使用中', disabled: '已停用' },
  endpoint_status: { active: '推送中', failing: '推送失败', disabled: '已停用' },
  delivery_status: { waiting: '等待推送', delivered: '已送达', dead: '未送达' },
  mandate_status: { live: '有效', expired: '已到期', ended: '已终止' },
  referral_status: { open: '办理中', licensed: '已获许可', refused: '未获许可', free_class: '转为自由类' },
  inspection_status: { open: '待检查', clean: '未发现问题', problems: '发现问题', unreachable: '未能联系' },
  verification_status: { proposed: '待席位处理', asked: '待企业答复', answered: '待核实', confirmed: '核实无误', corrected: '已更正', reported: '已通报' },
  contract_status: { in_force: '履行中', suspended: '已中止', terminated: '已解除' },
  kind: { registration: '合同登记', amendment: '变更登记', closure: '中止或解除', reissue: '遗失补发' },
  action: {
    save: '保存', submit: '提交', withdraw: '撤回', delete: '删除草稿', claim: '领取', release: '放回', return: '退回补正',
    recommend: '提出初审意见', decide: '作出决定', refer: '转办', attach: '上传材料', assign: '指派',
  },
  role: {
    company: '企业', reviewer: '初审', approver: '复核', desk_manager: '席位负责人', researcher: '研究人员',
    system_admin: '系统管理员', security_admin: '安全管理员', audit_admin: '审计管理员',
  },
  outcome: { register: '准予登记', refuse: '不予登记' },
  direction: { import: '技术进口', export: '技术出口' },
  legal_type: {
    patent_transfer: '专利权转让', patent_application_transfer: '专利申请权转让', patent_licence: '专利实施许可',
    know_how_licence: '技术秘密许可', technical_service: '技术服务', other: '其他含技术进出口的合同',
  },
  mode: {
    patent: '专利技术的许可或转让', know_how: '专有技术的许可或转让', consulting_service: '技术咨询、技术服务', software: '计算机软件',
    trademark: '商标许可', joint_production: '合资、合作生产', equipment: '成套设备、关键设备、生产线', other: '其他方式',
  },
  payment_mode: {
    lump_sum: '一次总算、一次总付', instalments: '一次总算、分期支付', royalty: '提成支付', entry_fee_and_royalty: '入门费加提成支付',
  },
  royalty_base: {
    net_sales: '净销售额', product_price: '产品价格', added_output: '新增产值', profit: '利润', other: '其他',
  },
  ownership: {
    state: '国有企业', collective: '集体企业', private: '民营企业', foreign_invested: '外商投资企业', hmt_invested: '港澳台投资企业', other: '其他',
  },
  attachment: {
    application_form: '登记申请表', data_sheet: '合同数据表', contract_copy: '合同副本', contract_translation: '合同中文译本',
    legal_status_supplier: '供方法律地位证明', legal_status_recipient: '受方法律地位证明', royalty_base_proof: '提成基准金额证明',
    project_approval: '项目批准文件', unrestricted_statement: '不属于限制类技术的说明', agency_mandate: '代理委托书', amendment_agreement: '合同变更协议', change_record: '合同数据变更记录表', registration_certificate: '原登记证', closure_evidence: '中止、解除或恢复的证明', loss_notice: '公开挂失证明', department_proof: '有关部门出具的证明', other: '其他材料',
  },
  severity: { error: '须修改', warning: '请说明', info: '提示' },
  correction: { incorrect: '填写有误', incomplete: '内容不全' },
  clock_start: { submitted: '提交', resubmitted: '再次提交' },
  clock_stop: { returned: '退回', registered: '准予登记', refused: '不予登记', referred: '转办', withdrawn: '撤回' },
  day: { submission: '提交日', working: '工作日', weekend: '休息日', holiday: '法定节假日', makeup: '调休上班' },
  history: {
    filing_messaged: '留言', filing_created: '创建申请', filing_submitted: '提交申请', filing_claimed: '审核人员领取', filing_released: '审核人员放回',
    filing_returned: '退回补正', filing_recommended: '提出初审意见', filing_registered: '准予登记，签发登记证', filing_refused: '不予登记',
    filing_referred: '转办', filing_referral_step: '许可渠道进展', filing_referral_closed: '转办案件办结', filing_withdrawn: '撤回申请', attachment_added: '上传材料', attachment_removed: '删除材料',
  },
}
