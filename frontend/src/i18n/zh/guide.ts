export default {
  title: '我要办什么', nav: '我要办什么', what: '我要办什么、需要什么材料', subtitle: '回答几个问题，告诉您办什么、需要什么材料、在哪里办。不用登录，也不保存您的回答。',
  answers: '您的回答', change: '修改', change_named: '修改：{question}', here: '可以在本平台办理', elsewhere: '不在本平台登记', papers: '需要的材料', welcome: '可以提供、但不是必需的材料（{count}）',
  formats: 'PDF、PNG、JPG、DOCX 或 XLSX，每个文件不超过 20 MB。填报时会按合同内容再次核对清单。', begin: '开始填报', begin_signed_out: '登录并开始填报', sign_up: '还没有账号？企业注册', restart: '重新开始',
  note: '本指南根据您的回答给出办理方向，供参考；是否属于禁止或限制类技术，以主管部门的认定为准。',
  questions: {
    task: '您要办什么？', cross_border: '合同是否一方在境内、一方在境外？', local: '合同的境内一方是否在苏州？', direction: '技术是从境外引进，还是向境外提供？',
    concern: '技术有没有以下情况？', project: '这项引进是否属于经批准的投资项目？', capital_contribution: '这项技术是否作为设立外商投资企业的出资，并列入企业章程？',
    legal_type: '合同属于哪一种？', payment_mode: '怎样支付？', foreign_language: '合同（或变更协议）是外文的吗？', effect: '合同将怎样？',
  },
  about: {
    cross_border: '香港、澳门、台湾地区按境外办理。', local: '包括各区、县级市和苏州工业园区。', concern: '不确定也没关系：提交时系统会与目录比对，由审核人员判断。',
    legal_type: '一份合同含多种内容的，选主要的一种。',
  },
  options: {
    task: { registration: '登记一份新签的合同', amendment: '已登记的合同有变更', settlement: '形成了新一期提成基准金额', closure: '合同中止、解除或恢复履行', reissue: '登记证遗失，申请补发' },
    direction: { import: '从境外引进（技术进口）', export: '向境外提供（技术出口）' },
    concern: { none: '没有这些情况', prohibited: '属于禁止进出口目录', restricted: '属于限制进出口目录', dual_use: '两用物项、核、军品技术', state_secret: '涉及国家秘密', unsure: '不确定' },
    project: { none: '不属于', state_council: '国务院或其投资主管部门批准的项目', other: '其他机关批准的项目' },
    effect: { suspension: '中止履行', termination: '解除（终止）', resumption: '中止后恢复履行' },
  },
  hints: {
    task: {
      registration: '技术许可、转让、服务等合同生效后 60 天内办理。', amendment: '例如延长期限、增加金额、更换当事人名称。', settlement: '提成支付的合同，首期之后每一期都要办理。',
      closure: '应当及时备案。', reissue: '须先公开挂失。',
    },
    concern: { dual_use: '出口时适用出口管制规定。', state_secret: '出口前须经保密审查。' },
  },
}
