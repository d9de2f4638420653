//! A small set of policies with what lists need, and a mapping file for tables in the official shape.

/// Everything but a list.
pub(crate) const VOCABULARY: &str = r#"outcome pathway ladder zh "路径"  en "pathway" {
  exempt                   zh "免予"            en "exempt"
  contract                 zh "标准合同或认证"  en "standard contract or certification"
  security_assessment      zh "安全评估"        en "security assessment"
}

category data_class zh "数据类别"  en "kind of data" {
  personal_information zh "个人信息"  en "personal information" {
    sensitive zh "敏感个人信息"  en "sensitive information"
  }
  important_data       zh "重要数据"  en "important data"
}

category line zh "行业"  en "sector" {
  trade      zh "电子商务（企业对企业）"  en "trade between businesses"
  settlement zh "清结算"                  en "settlement"
}

category business zh "业务场景"  en "business scenario" {
  onboarding zh "商家入驻及信息展示"  en "onboarding"
  returns    zh "境外买家退货"        en "returns"
  clearing   zh "银行卡清算"          en "card clearing"
}

category field_name zh "字段"  en "field" {
  personal_name zh "姓名"              en "name"
  birthday      zh "生日、出生日期"    en "date of birth"
  phone         zh "个人电话号码"      en "telephone number"
  return_address zh "退货地址"         en "return address"
  card_expiry   zh "卡有效期"          en "expiry of the card"
  other_field   zh "其他字段"          en "another field"
}

category description zh "清单描述的重要数据"  en "data that a list describes" {
  flows zh "物流运行数据"  en "running of logistics"
}

zone zhejiang_ftz zh "中国（浙江）自由贸易试验区"  en "Zhejiang zone"

fact exporter.zones: set of zone
  zh "注册地"
  en "places of registration"
  ask zh "在哪些区域注册？"
  ask en "Registered where?"

fact data.classes: set of data_class
  zh "数据类别"
  en "kinds of data"
  ask zh "属于哪些类别？"
  ask en "Which kinds?"

fact flow.sector: one of line
  zh "行业"
  en "sector"
  ask zh "属于哪个行业？"
  ask en "Which sector?"

fact flow.scenario: one of business
  zh "业务场景"
  en "business scenario"
  ask zh "属于哪个业务场景？"
  ask en "Which business scenario?"

fact flow.fields: set of field_name
  zh "字段"
  en "data fields"
  ask zh "包括哪些字段？"
  ask en "Which fields?"

fact flow.described: set of description
  zh "符合的描述"
  en "descriptions that the data match"
  ask zh "符合哪些描述？"
  ask en "Which descriptions do the data match?"

measure people.general: people each calendar_year
  zh "当年累计人数"
  en "people this year"
  ask zh "今年累计涉及多少人？"
  ask en "How many people this year?"

measure people.sensitive: people each calendar_year
  zh "当年累计敏感人数"
  en "people this year, sensitive"
  ask zh "今年累计涉及多少人的敏感个人信息？"
  ask en "How many people's sensitive information this year?"

threshold assessment_line {
  zh "申报安全评估的人数"
  en "people from which an assessment is needed"
  from 2024-03-22: 100万 people  cite zone_order article 7
}

instrument zone_order {
  zh "自贸区规定"
  en "Zone Order"
  in force from 2024-03-22
  source primary

  article 6 {
    zh "自贸区可以制定负面清单"
    en "Zones may make lists"
    lists {
      sectors flow.sector
      scenarios flow.scenario
      fields flow.fields
      strictest pathway security_assessment
      outside free
        zh "清单外数据免予"
        en "Data outside the list are exempt"
        then pathway exempt
    }
  }

  article 7
    zh "国家规定"
    en "The national rule"
    when data.classes has personal_information
     and (people.general >= assessment_line
       or people.sensitive >= assessment_line
       or flow.described has flows)
    then pathway security_assessment

  article 6 prevails over article 7
  strictest among article 6
}
"#;

/// A mapping for tables with one column for each thing.
pub(crate) const MAPPING: &str = r#"list:
  name: zhejiang
  edition: "2024"
uses:
  - vocabulary.weir
head: |
  zh "浙江清单（2024版）"
  en "Zhejiang list (2024)"
  under zone_order article 6
  zone zhejiang_ftz
  in force from 2025-04-10
  source primary
  available when exporter.zones has zhejiang_ftz
  outside national
outside:
  sector: national
  scenario: free
columns:
  序号: number
  行业: sector
  场景: scenario
  数据类别: kind
  数据子类: subclass
  基本特征与描述: description
  字段: fields
  人数: general
  数量: people
  敏感人数: sensitive
  路径: pathway
  备注: note
  英文: label en
tables:
  - table: 1
    prefix: ZJ-
    sector: trade
kinds:
  个人信息:
    en: personal information
    when: data.classes has personal_information
  个人信息（不含敏感个人信息）:
    en: personal information, sensitive not included
    when: data.classes has personal_information
    people: general
  敏感个人信息:
    en: sensitive information
    when: data.classes has sensitive
    people: sensitive
  重要数据:
    en: important data
    described: true
    then: data.classes has important_data
described: flow.described
pathways:
  安全评估: security_assessment
  标准合同: contract
  认证: contract
people:
  general: people.general
  sensitive: people.sensitive
understood:
  - 以官方解释为准
"#;
