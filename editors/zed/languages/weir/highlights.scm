; Names first: what follows says it more exactly.
(name) @variable

(comment) @comment
(doc_comment) @comment.documentation
(text) @string
(number) @number
(date) @constant
(unit) @type
(boolean) @boolean
(unknown) @constant.builtin
(code) @label
(row_id) @label

; What is declared.
(outcome name: (name) @type)
(category name: (name) @type)
(category_member name: (name) @constant)
(member name: (name) @constant)
(fact name: (name) @variable.parameter)
(measure name: (name) @variable.parameter)
(counter name: (name) @variable.parameter)
(threshold name: (name) @constant)
(zone name: (name) @constant)
(instrument name: (name) @module)
(list name: (name) @module)
(reading name: (name) @function)
(reading_option name: (name) @constant)
(define name: (name) @function)
(assume name: (name) @function)
(profile name: (name) @function)
(rule name: (name) @function)
(provision name: (name) @function)
(type_name) @type
(unit_name) @type
(primitive_type) @type.builtin

; What is used.
(reference instrument: (name) @module)
(conclusion target: (name) @property)
(conclusion value: (name) @constant)
(expect outcome: (name) @property)
(is value: (name) @constant)
(has value: (name) @constant)
(reading_is reading: (name) @function)
(reading_is option: (name) @constant)
(assignment fact: (name) @property)
(set (name) @constant)
(fields (name) @constant)

; Words.
[
  "use" "outcome" "category" "fact" "measure" "threshold" "zone" "instrument" "reading" "assume" "define" "profile"
  "test" "list" "general_list" "counter" "lists" "table" "edition" "option" "default" "adopts" "ladder" "set" "one"
  "each" "on"
] @keyword

[
  "article" "articles" "paragraph" "paragraphs" "item" "items" "question" "questions" "section" "sections" "annex"
  "annexes" "rule" "sector" "sectors" "scenario" "scenarios" "row" "rows"
] @keyword.type

[
  "ask" "short" "issuer" "number" "note" "missing" "because" "approved" "filed" "triggered" "zh" "en" "cite" "source"
  "primary" "secondary" "url" "published" "in" "force" "from" "until" "under" "dated" "announced" "trial" "replaces"
  "available" "outside" "untranscribed" "fields" "others" "except" "unless" "as" "with" "band" "means" "that" "given"
  "expect" "needs" "yields" "to" "prevails" "over" "disapplies" "strictest" "among" "by"
] @keyword

["when" "then" "if"] @keyword.conditional

["and" "or" "not" "implies" "is" "has" "any" "all" "of"] @keyword.operator

["以上" "以下" "不满" "超过"] @operator
(sign) @operator

["{" "}" "(" ")" "（" "）"] @punctuation.bracket
["," "，" "、" ":" "：" "|" "｜"] @punctuation.delimiter

; The words that name a column of a table.
(column _ @property)
