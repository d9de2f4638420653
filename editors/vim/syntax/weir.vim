if exists('b:current_syntax')
  finish
endif

syntax iskeyword @,48-57,_,.,192-255

syntax keyword weirDeclaration assume category counter define fact general_list instrument list lists measure outcome
syntax keyword weirDeclaration profile reading test threshold use zone
syntax keyword weirPart adopts annex annexes article articles edition item items option paragraph paragraphs question
syntax keyword weirPart questions row rows rule scenario scenarios section sections sector sectors
syntax keyword weirClause announced approved as ask available band because cite dated disapplies en except expect fields
syntax keyword weirClause filed from given if in issuer means missing needs note number others outside prevails published
syntax keyword weirClause replaces short source strictest that then trial triggered under unless until untranscribed url
syntax keyword weirClause when with yields zh
syntax keyword weirOperator all and any has implies is not of or
syntax keyword weirConstant true false unknown
" Words that are names elsewhere.
syntax match weirClause /\<in\s\+force\>/
syntax match weirClause /\<\%(yields\s\+to\|prevails\s\+over\|strictest\s\+among\)\>/
syntax match weirClause /\<source\s\+\%(primary\|secondary\)\>/
syntax match weirType /:\s*\zs\%(bool\|date\)\>/
syntax match weirType /\<\%(one\|set\)\s\+of\>/
" Also where they stand in one piece with numbers.
syntax match weirOperator /以上\|以下\|不满\%(\d\|\s\|$\)\@=\|超过\%(\d\|\s\|$\)\@=/

syntax match weirNumber /\<\d[0-9_]*\%(\.\d\+\)\?[百千万亿]*/
syntax match weirDate /\<\d\+-\d\+-\d\+\>/
syntax match weirEscape /\\./ contained
syntax region weirText start=/"/ skip=/\\./ end=/"/ oneline contains=weirEscape
syntax match weirComment +//.*$+ contains=weirTodo,@Spell
syntax match weirDocComment +///\%([^/].*\)\?$+ contains=@Spell
syntax keyword weirTodo TODO FIXME contained

highlight default link weirDeclaration Keyword
highlight default link weirPart Structure
highlight default link weirClause Statement
highlight default link weirOperator Operator
highlight default link weirConstant Boolean
highlight default link weirType Type
highlight default link weirNumber Number
highlight default link weirDate Constant
highlight default link weirText String
highlight default link weirEscape SpecialChar
highlight default link weirComment Comment
highlight default link weirDocComment SpecialComment
highlight default link weirTodo Todo

let b:current_syntax = 'weir'
